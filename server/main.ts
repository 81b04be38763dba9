// The way in: it hears signals before the rest of the house has been read, so that a stop is a stop at any moment.
import type { Config } from '#core/config.ts'
import type { House } from '#core/house.ts'

/** For tools that work on a database without serving it. */
export const openHouse = async (config: Config): Promise<House> => (await import('./serve.ts')).openHouse(config)

async function main(): Promise<void> {
  // Until there is more to stop, nothing has been promised to anybody: a migration is whole or not there.
  let stop = (): void => process.exit(0)
  process.on('SIGTERM', () => stop()).on('SIGINT', () => stop())
  const [{ readConfig }, { serve }] = await Promise.all([import('#core/config.ts'), import('./serve.ts')])
  await serve(readConfig(process.env), (better) => {
    stop = better
  })
}

if (import.meta.main) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  })
}
