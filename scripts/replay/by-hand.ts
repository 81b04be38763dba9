/** Runs a replay from the command line: against a server of its own, or against the one that `--url` and `--key` name. */
import { parseArgs } from 'node:util'
import type { Caller } from '../../server/acceptance/shop.ts'
import { request, startServer } from '../../server/test-server.ts'

export interface Stage {
  shop: Caller
  say: (line: string) => void
  /** MiB at most so far; null when the server is not ours or the system does not tell. */
  peakMemory: () => Promise<number | null>
}

/** The server needs a test clock that has not passed `clock`. */
export async function runByHand(clock: string, replay: (stage: Stage) => Promise<unknown>): Promise<void> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, key: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    console.log(
      'Options: --url http://host:port --key vsk_…   (without them a server of its own is started and stopped)',
    )
    return
  }
  const began = performance.now()
  const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`)
  if (values.url !== undefined) {
    const { url, key } = values
    if (key === undefined) throw new Error('--url needs --key, a key of role admin')
    const shop: Caller = { request: (method, path, body, asked) => request(url, key, method, path, body, asked) }
    await replay({ shop, say, peakMemory: async () => null })
    return
  }
  const server = await startServer({ engine: 'sqlite', clock })
  try {
    say(`a server of its own listens at ${server.url}`)
    await replay({ shop: server, say, peakMemory: server.peakMemory })
  } finally {
    await server.close()
  }
}
