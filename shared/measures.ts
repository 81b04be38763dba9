// What the house does for security, as the register of processing says it; the console says it in other languages by these names.
export const measures = {
  sealed: 'identifiers sealed with AES-256-GCM under a key of each customer, kept apart from the data',
  erasure: 'erasure by destroying that key',
  fingerprints: 'addresses looked up by keyed fingerprints',
  asked: 'consent asked again at the moment of issue and of dispatch',
  ledger: 'every consent event in an append-only signed ledger',
} as const
export type Measure = keyof typeof measures
