/** The way in: it hears signals before the rest of the house has been read, so that a stop is a stop at any moment. Plain JavaScript,
 * because whoever is started from a file with types keeps the 35 MB that reads them away, also when all others were read before. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import './find-modules.js'

/** Read without its types once and then found so: a start takes half as long. Where the folder cannot be written all goes on
 * without it. */
const READ_BEFORE = join(import.meta.dirname, '../node_modules/.cache/vouchsafe')

async function start() {
  enableCompileCache(READ_BEFORE)
  // Until there is more to stop, nothing has been promised to anybody: a migration is whole or not there.
  let stop = () => process.exit(0)
  process.on('SIGTERM', () => stop()).on('SIGINT', () => stop())
  const [{ readConfig }, { serve }] = await Promise.all([import('#core/config.ts'), import('./serve.ts')])
  await serve(readConfig(process.env), (better) => {
    stop = better
  })
  flushCompileCache()
}

start().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
