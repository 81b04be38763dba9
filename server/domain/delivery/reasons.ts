// Why each message of a page comes: the purpose in words and when its person agreed to it, read once for the page.
import { agreedAt } from '#consent/agreed-at.ts'
import { noticeInForce } from '#consent/notice.ts'
import { purposeWords, showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import type { Controller } from '#shared/contracts/consent.ts'
import type { Reason } from './footer.ts'
import type { Leased } from './lease.ts'

export interface Reasons {
  controller: Controller | null
  of(message: Leased, locale: string): Reason
}

export async function reasonsFor({ store, clock }: House, page: readonly Leased[]): Promise<Reasons> {
  const mails = page.filter(({ channel }) => channel === 'email')
  const groups = Map.groupBy(mails, ({ permitted }) => permitted.purpose)
  const purposes = new Map((await showPurposes(store.read, [...groups.keys()])).map((one) => [one.key, one]))
  const dates = new Map<string, Map<string, number>>()
  for (const [purpose, some] of groups) {
    const people = some.map(({ customerId }) => customerId)
    dates.set(purpose, await agreedAt(store.read, purpose, 'email', people))
  }
  const notice = mails.length === 0 ? null : await noticeInForce(store.read, clock.now())
  return {
    controller: notice?.controller ?? null,
    of({ permitted, campaign, customerId }, locale) {
      const purpose = purposes.get(permitted.purpose)
      return {
        legalBasis: campaign.use.legalBasis,
        purpose: purpose === undefined ? permitted.purpose : purposeWords(purpose, locale).title,
        agreedAt: dates.get(permitted.purpose)?.get(customerId) ?? null,
      }
    },
  }
}
