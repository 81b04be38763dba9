// The house for tools that work on a database without serving it. The server's way in is `start.js`, also for whoever starts this.
import type { Config } from '#core/config.ts'
import type { House } from '#core/house.ts'

export const openHouse = async (config: Config): Promise<House> => (await import('./serve.ts')).openHouse(config)

if (import.meta.main) await import('./start.js')
