// What has changed since a person agreed, and a yes or no of hers to what touches her.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { type Change as Choice, changeChoices } from './choices.ts'
import { type ChangeToSee, readChanges } from './open-changes.ts'

export type { ChangeToSee } from './open-changes.ts'

/** Newest version first; nothing for whoever never agreed to anything. */
export async function showChanges(house: House, customerId: string): Promise<ChangeToSee[]> {
  return (await readChanges(house, customerId)).map(({ cells: _, ...change }) => change)
}

/**
 * A yes agrees to what the change touches under the version that made it, also before it takes effect, and to nothing that a
 * later version changes; a no withdraws it.
 * Refuses a change that is not hers to answer.
 */
export async function answerChange(
  house: House,
  customerId: string,
  id: string,
  answer: 'accept' | 'refuse',
  shown: { locale: string; labelsSha256: string | null; via?: 'centre' | 'guardian'; device?: string | null },
): Promise<void> {
  const change = (await readChanges(house, customerId)).find((one) => one.id === id)
  if (change === undefined || !change.open) throw new Refusal('notice.not_found', { detail: 'There is no such change' })
  const choices = change.cells.map(({ purpose, channel, category, isGranted }): Choice => {
    const no = isGranted ? 'withdraw' : 'refuse'
    return { purpose, channel, category, decision: answer === 'accept' ? 'grant' : no }
  })
  await changeChoices(house, customerId, choices, {
    ...shown,
    noticeVersion: change.version,
    surface: '/privacy/changes',
    isAhead: true,
  })
}
