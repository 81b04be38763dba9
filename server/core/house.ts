// What every room may lean on: the store, the clock, the secrets, the vault, the log and the configuration.
// Verbs that need more than an open transaction take it as their first argument.
import type { Store } from '#db/store.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import type { Secrets } from './secrets.ts'
import type { Vault } from './vault.ts'

export interface House {
  store: Store
  clock: Clock
  secrets: Secrets
  vault: Vault
  log: Log
  config: Config
}

/** The same house for whoever may be told what was some seconds ago: it reads from the replica where there is one. A test clock
 * stands still, so that nobody could say what some seconds are. */
export function readingAside(house: House): House {
  if (house.clock.isTest || house.store.aside === house.store.read) return house
  return { ...house, store: { ...house.store, read: house.store.aside } }
}
