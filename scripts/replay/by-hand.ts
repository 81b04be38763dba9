/** Runs a replay from the command line: against a server of its own, or against the one that `--url` and `--key` name. */
import { parseArgs } from 'node:util'
import type { Caller } from '../../server/acceptance/shop.ts'
import { request, startServer, type TestServer } from '../../server/test-server.ts'

export interface Stage {
  shop: Caller
  say: (line: string) => void
  /** MB that the server holds, and held at most; null when it is not ours or the system does not tell. */
  memory: TestServer['memory']
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
  let memory: Stage['memory'] = () => null
  const say = (line: string) => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(7)
    console.log(`${seconds} s ${(memory()?.now ?? 0).toFixed(0).padStart(5)} MB  ${line}`)
  }
  if (values.url !== undefined) {
    const { url, key } = values
    if (key === undefined) throw new Error('--url needs --key, a key of role admin')
    const shop: Caller = { request: (method, path, body, asked) => request(url, key, method, path, body, asked) }
    await replay({ shop, say, memory })
    return
  }
  const server = await startServer({ engine: 'sqlite', clock })
  try {
    memory = server.memory
    say(`a server of its own listens at ${server.url}`)
    await replay({ shop: server, say, memory })
  } finally {
    await server.close()
  }
}
