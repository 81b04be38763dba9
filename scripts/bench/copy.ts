// COPY … FROM STDIN through the driver as it is: a query that answers the server's "now send" with bytes.
import type pg from 'pg'

/** What of the driver's connection a COPY needs; its types leave it out. */
interface Wire {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

class CopyIn {
  readonly #text: string
  readonly #bytes: Buffer
  readonly #settle: (error?: Error) => void
  #error: Error | undefined

  constructor(text: string, bytes: Buffer, settle: (error?: Error) => void) {
    this.#text = text
    this.#bytes = bytes
    this.#settle = settle
  }

  submit(connection: Wire): void {
    connection.query(this.#text)
  }

  handleCopyInResponse(connection: Wire): void {
    connection.sendCopyFromChunk(this.#bytes)
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#error = error
  }

  handleReadyForQuery(): void {
    this.#settle(this.#error)
  }
}

export function copyIn(client: pg.Client, text: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => (error ? reject(error) : resolve())
    client.query(new CopyIn(text, bytes, settle) as unknown as pg.Submittable)
  })
}
