// Walks rows page by page, each in one write with the progress it makes: what imports have in common that have no verb of
// their own upstream.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { FollowImport, ImportedPage } from '#customers/import.ts'
import type { Tx } from '#db/store.ts'
import type { RowRead } from '#shared/contracts/customers.ts'

type Wrong = ImportedPage['wrong'][number]
export interface Line<T> {
  line: number
  value: T
}
/** What a page came to; nothing of it stands when it throws. */
export type WritePage<T> = (tx: Tx, page: Line<T>[]) => Promise<{ created: number; updated: number; wrong: Wrong[] }>

interface Walking<T> {
  rowsPerWrite: number
  /** Refuses a row by throwing. */
  read(value: Record<string, unknown>): T
  /** Rows in a row that belong together are never parted. */
  together?(before: T, after: T): boolean
  /** Before the write: what it needs and what is no query. */
  prepare?(page: Line<T>[]): Promise<void>
  write: WritePage<T>
  follow: FollowImport
}

export async function walkPages<T>(house: House, rows: AsyncIterable<RowRead>, walking: Walking<T>): Promise<void> {
  const { rowsPerWrite, together, follow } = walking
  let page: Line<T>[] = []
  let wrong: Wrong[] = []
  let [read, line] = [0, 0]
  const write = async (tx: Tx) => {
    const came = page.length === 0 ? { created: 0, updated: 0, wrong: [] } : await walking.write(tx, page)
    await follow(tx, { line, read, ...came, wrong: [...wrong, ...came.wrong] })
  }
  const flush = async () => {
    for (let isOpen = true; isOpen; ) {
      await walking.prepare?.(page)
      isOpen = false
      await house.store.write(write, { isPatient: true }).catch((error) => {
        if (!(error instanceof RowRefused)) throw error
        // What a refused row has written before it was refused must not stand: its page begins anew without it.
        page = page.filter((one) => one.line !== error.line)
        wrong.push(wrongOf(error.line, error.refusal))
        isOpen = true
      })
    }
    page = []
    wrong = []
    read = 0
  }
  for await (const row of rows) {
    const one = readLine(row, walking.read)
    const last = page.at(-1)
    const belongs = last !== undefined && 'value' in one && together?.(last.value, one.value) === true
    if (page.length + wrong.length >= rowsPerWrite && !belongs) await flush()
    read += 1
    line = row.line
    if ('value' in one) page.push(one)
    else wrong.push(one)
  }
  if (read > 0) await flush()
}

/** Undoes a page because of one of its rows. */
class RowRefused extends Error {
  readonly line: number
  readonly refusal: Refusal

  constructor(line: number, refusal: Refusal) {
    super('a row was refused')
    this.line = line
    this.refusal = refusal
  }
}

/** For rows whose refusal has to undo what they have written: the page goes on without them. */
export async function orRefuse<T>(line: number, work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    throw error instanceof Refusal ? new RowRefused(line, error) : error
  })
}

function readLine<T>(row: RowRead, read: Walking<T>['read']): Line<T> | Wrong {
  if ('error' in row) return { line: row.line, ...row.error }
  try {
    return { line: row.line, value: read(row.value) }
  } catch (error) {
    return wrongOf(row.line, error)
  }
}

/** A refusal as an error of its line; anything else is a fault and goes on. */
export function wrongOf(line: number, error: unknown): Wrong {
  if (!(error instanceof Refusal)) throw error
  const [first] = error.errors ?? []
  const message = (first?.message ?? error.message).slice(0, 300)
  return { line, code: error.code, path: first?.path ?? '', message }
}
