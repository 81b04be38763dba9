// The way in: it hears signals before the rest of the house has been read, so that a stop is a stop at any moment.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import type { Config } from '#core/config.ts'
import type { House } from '#core/house.ts'

/** For tools that work on a database without serving it. */
export const openHouse = async (config: Config): Promise<House> => (await import('./serve.ts')).openHouse(config)

/** Read without its types once and then found so: a start takes half as long, and the 30 MB of the reader are never taken.
 * Where the folder cannot be written all goes on without it. */
const READ_BEFORE = join(import.meta.dirname, '../node_modules/.cache/vouchsafe')

async function main(): Promise<void> {
  enableCompileCache(READ_BEFORE)
  // Until there is more to stop, nothing has been promised to anybody: a migration is whole or not there.
  let stop = (): void => process.exit(0)
  process.on('SIGTERM', () => stop()).on('SIGINT', () => stop())
  const [{ readConfig }, { serve }] = await Promise.all([import('#core/config.ts'), import('./serve.ts')])
  await serve(readConfig(process.env), (better) => {
    stop = better
  })
  flushCompileCache()
}

if (import.meta.main) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  })
}
