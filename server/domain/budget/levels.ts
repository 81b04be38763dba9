// Announces that a budget runs low (four fifths of its money or its places are taken) or is exhausted: once each time it
// becomes so, however many redemptions it took.
import { announce } from '#core/announce.ts'
import type { House } from '#core/house.ts'
import type { Queries, Tx } from '#db/store.ts'
import { forgetLevel, type Level, levelsChanged, noteLevel } from './queries-levels.ts'

/** Answers how many budgets were announced. A limit that is raised, or money that comes back, begins anew and says nothing. */
export async function announceLevels({ store }: House): Promise<number> {
  // Most minutes no budget has got fuller, and nothing is written.
  if ((await levelsChanged(store.read)).length === 0) return 0
  return store.write(async (tx) => {
    let told = 0
    for (const budget of await levelsChanged(tx)) {
      if (budget.level === 0) await forgetLevel(tx, budget.budgetId)
      else await noteLevel(tx, budget)
      if (budget.level <= budget.told) continue
      await tellLevel(tx, budget)
      told += 1
    }
    return told
  })
}

/** Whether there is something to announce. */
export const hasLevelsToTell = async (q: Queries): Promise<boolean> => (await levelsChanged(q)).length > 0

async function tellLevel(tx: Tx, { campaignId, level, ...budget }: Level): Promise<void> {
  const { currency, limitMinor, usedMinor, countLimit, countUsed } = budget
  await announce(tx, level === 2 ? 'campaign.budget_exhausted' : 'campaign.budget_low', {
    campaignId,
    budget: { currency, limitMinor, usedMinor, count: countLimit, countUsed },
  })
}
