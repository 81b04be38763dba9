// Every feed that webhooks are told from, and the job that tells them: facts become deliveries, deliveries are sent.
import { announceLevels, hasLevelsToTell } from '#budget/levels.ts'
import { dropInFacts } from '#compat/facts.ts'
import { voucherifyWords } from '#compat/webhook-words.ts'
import { consentChanges } from '#consent/feed.ts'
import type { Feed } from '#core/feed.ts'
import type { House } from '#core/house.ts'
import { announced } from '#delivery/webhooks/announced.ts'
import { collectFacts, hasNews } from '#delivery/webhooks/collect.ts'
import { deliverWebhooks, type Envelopes, nextWebhookDue } from '#delivery/webhooks/deliver.ts'
import { redemptionsMade, reversalsMade } from '#redemption/feeds.ts'
import { expiredVouchers, issuedVouchers } from '#vouchers/feeds.ts'

export const feeds: readonly Feed[] = [
  issuedVouchers,
  redemptionsMade,
  reversalsMade,
  expiredVouchers,
  consentChanges,
  announced,
  dropInFacts,
]

/** In whose words besides the house's own. */
export const envelopes: Envelopes = { voucherify: voucherifyWords }

/** Answers how many facts and deliveries were moved on. */
export async function tellWebhooks(house: House, stopping: () => boolean): Promise<number> {
  const levels = await announceLevels(house)
  const queued = await collectFacts(house, feeds, stopping)
  const { delivered, later, dead } = await deliverWebhooks(house, stopping, envelopes)
  return levels + queued + delivered + later + dead
}

/** Perhaps past; null when there is nobody to tell, or nothing. */
export async function nextTelling({ store, clock }: House): Promise<number | null> {
  if (await hasLevelsToTell(store.read)) return 0
  return (await hasNews(store.read, feeds, clock.now())) ? 0 : nextWebhookDue(store.read)
}
