// What happens to things of the drop-in, by the vendor's names: written in the write in which it happens, only while somebody has
// subscribed to it, and dropped when it was long since told.
import { type Feed, padded } from '#core/feed.ts'
import type { House } from '#core/house.ts'
import type { Queries, Tx } from '#db/store.ts'
import { isListenedFor } from '#delivery/webhooks/listeners.ts'
import type { WebhookEvent } from '#shared/kinds.ts'
import { DAY_MS } from '#shared/time.ts'
import { ownId } from './ids.ts'
import { dropRowsBefore, insertRows, lastMicros, rowsBetween } from './queries.ts'

const EVENT: WebhookEvent = 'drop_in.changed'
const KEPT_MS = 3 * DAY_MS

type Changed = 'created' | 'updated' | 'deleted'
export type Word =
  | `voucher.${Changed | 'published' | 'enabled' | 'disabled'}`
  | `campaign.${Changed | 'enabled' | 'disabled'}`
  | 'customer.created'
  | 'customer.updated'
  | 'publication.succeeded'
  | 'redemption.succeeded'
  | 'redemption.failed'
  | 'redemption.rollback.succeeded'
  | 'redemption.rollback.failed'

/** Takes the lock of notes, and so comes last in a write. `id` is that of the voucher, campaign, customer, publication or note. */
export async function noteFact({ secrets }: House, tx: Tx, word: Word, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || !(await isListenedFor(tx, EVENT))) return
  const rows = ids.map((thing) => {
    const id = ownId('fact', tx.now)
    const nobodys = { namePrint: null, customerId: null }
    return { id, kind: 'fact', parent: thing, state: word, body: secrets.seal('{}', id), ...nobodys }
  })
  await insertRows(tx, 'fact', rows)
  await dropRowsBefore(tx, 'fact', (tx.now - KEPT_MS) * 1000)
}

const keys: Record<string, string> = {
  voucher: 'voucherId',
  campaign: 'campaignId',
  customer: 'customerId',
  publication: 'publicationId',
  redemption: 'redemptionId',
}

export const dropInFacts: Feed = {
  name: 'drop-in.facts',
  types: [EVENT],
  latest: async (q: Queries) => {
    const last = await lastMicros(q, 'fact')
    return last === null ? '' : padded(last)
  },
  // Their times of making are given out under a lock that lasts until the commit.
  settle: async () => {},
  async page(q, after, upTo, limit) {
    const rows = await rowsBetween(q, 'fact', Number(after), Number(upTo), limit)
    return rows.map(({ madeMicros, state, parent }) => {
      const word = state ?? ''
      const data = { word, [keys[word.split('.')[0] ?? ''] ?? 'id']: parent }
      return { cursor: padded(madeMicros), fact: { type: EVENT, at: Math.floor(madeMicros / 1000), data } }
    })
  },
}
