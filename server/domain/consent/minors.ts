// What the house has decided about minors: whether offers may be made to measure for them, and what happens at majority.
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries, Tx } from '#db/store.ts'

/** A setting; read by the gate's own SQL. */
export const PROFILE_MINORS = 'profile_minors'
const AT_MAJORITY = 'at_majority'

export interface MinorsPolicy {
  /** Whether a guardian's yes may go beyond how to reach a child. */
  profiling: boolean
  /** `keep`: what a guardian agreed to goes on, and the young adult is told. `reconsent`: it stops until she agrees. */
  atMajority: 'keep' | 'reconsent'
}

export async function minorsPolicy(q: Queries): Promise<MinorsPolicy> {
  return {
    profiling: (await readSetting(q, PROFILE_MINORS)) === 'yes',
    atMajority: (await readSetting(q, AT_MAJORITY)) === 'reconsent' ? 'reconsent' : 'keep',
  }
}

export async function setMinorsPolicy(tx: Tx, { profiling, atMajority }: MinorsPolicy): Promise<void> {
  await writeSetting(tx, PROFILE_MINORS, profiling ? 'yes' : 'no')
  await writeSetting(tx, AT_MAJORITY, atMajority)
}
