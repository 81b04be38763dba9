// Counts deliveries whose signature did not fit, one write at a time however many come: forgers must not keep the store busy.
import type { Store } from '#db/store.ts'
import { addRefused } from './queries.ts'

const waiting = new WeakMap<Store, { counts: Map<string, number>; writing: Promise<void> | null }>()

/** Answers when the count stands, or at once when somebody else's write takes it along. */
export async function countRefused(store: Store, connectorId: string): Promise<void> {
  const state = waiting.get(store) ?? { counts: new Map<string, number>(), writing: null }
  waiting.set(store, state)
  state.counts.set(connectorId, (state.counts.get(connectorId) ?? 0) + 1)
  if (state.writing !== null) return
  const write = async () => {
    while (state.counts.size > 0) {
      const counts = [...state.counts].sort(([a], [b]) => (a < b ? -1 : 1))
      state.counts.clear()
      await store.write(
        async (tx) => {
          for (const [id, count] of counts) await addRefused(tx, id, count)
        },
        { isPatient: true },
      )
    }
  }
  state.writing = write().finally(() => {
    state.writing = null
  })
  await state.writing
}
