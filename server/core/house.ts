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
