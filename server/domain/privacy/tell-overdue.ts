// Tells outsiders of requests that are past their last day, once each: somebody has to answer (GDPR, article 12(3)).
import { announce } from '#core/announce.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { nextUntold, noteOverdueTold, overdueUntold } from './queries-requests.ts'

const PAGE = 200

/** Answers how many were told of. Without the person: whoever may know asks for the request by its id. */
export async function tellOverdue({ store, clock }: House): Promise<number> {
  const due = await nextUntold(store.read)
  if (due === null || due >= clock.now()) return 0
  return store.write(async (tx) => {
    const late = await overdueUntold(tx, PAGE)
    for (const { id, kind, dueAt } of late) {
      await announce(tx, 'request.overdue', { requestId: id, kind, dueAt: iso(dueAt) })
    }
    if (late.length > 0)
      await noteOverdueTold(
        tx,
        late.map(({ id }) => id),
      )
    return late.length
  })
}

/** A request is overdue from the millisecond after its last. */
export async function nextOverdue({ store }: Pick<House, 'store'>): Promise<number | null> {
  const due = await nextUntold(store.read)
  return due === null ? null : due + 1
}
