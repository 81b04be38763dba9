// Writes down how attempts to send ended; those that end at about the same time share one commit.
import type { LoadedCampaign } from '#campaigns/load.ts'
import type { BatchKind, Outcome } from '#db/store.ts'
import { waitAfter } from './backoff.ts'
import type { Attempt } from './channels/channel.ts'
import { countAsSent, type Leased } from './lease.ts'
import { otherWays } from './other-ways.ts'
import { insertMessages, putBack, putToRest, refuseMessage, setAdrift } from './queries.ts'

export interface Ended {
  message: Leased
  attempt: Attempt
}

export const settle: BatchKind<Ended, void> = {
  name: 'delivery.settle',
  async run(tx, items) {
    // People are locked before messages, so other ways are looked for first.
    const others = await otherWays(
      tx,
      items.flatMap(({ message, attempt }) => (attempt.kind === 'failed' ? [message] : [])),
    )
    const sent = items.filter(({ attempt }) => attempt.kind === 'sent').map(({ message }) => message)
    const campaigns = new Map<string, LoadedCampaign>(sent.map(({ campaignId, campaign }) => [campaignId, campaign]))
    for (const { message, attempt } of items) {
      const { id, attempts } = message
      const again = tx.now + waitAfter(attempts)
      if (attempt.kind === 'later') await putBack(tx, id, attempts, again, attempt.reason)
      if (attempt.kind === 'unknown') await setAdrift(tx, id, attempts, again, attempt.reason)
      if (attempt.kind === 'rest') await putToRest(tx, id, attempts, attempt.until, attempt.reason)
      if (attempt.kind === 'failed') await refuseMessage(tx, id, attempts, attempt.reason)
    }
    await countAsSent(tx, sent, campaigns)
    await insertMessages(tx, others)
    return items.map((): Outcome<void> => ({ value: undefined }))
  },
}
