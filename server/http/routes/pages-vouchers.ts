// My vouchers: what each is worth and its code.
import { showCampaign } from '#campaigns/show.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { changeChoices, showChoices } from '#privacy/choices.ts'
import { whyVoucher } from '#privacy/why.ts'
import { listVouchers } from '#vouchers/show.ts'
import type { News, VoucherCard } from '../../../web/privacy/models.ts'
import { vouchersPage, whyPage } from '../../../web/privacy/pages/vouchers.ts'
import type { Words } from '../../../web/privacy/words.ts'
import { endings } from './pages-choices.ts'
import { fieldOf } from './pages-frame.ts'
import { attempt, noticeLocale, type Shown, type Visit } from './pages-visit.ts'

const VOUCHERS_SHOWN = 50

export async function showVouchersRoom({ house, frame, customerId }: Visit): Promise<Shown> {
  return { page: vouchersPage(frame, await cardsOf(house, customerId)) }
}

async function cardsOf(house: House, customerId: string): Promise<VoucherCard[]> {
  const { data } = await listVouchers(house, { customerId, limit: VOUCHERS_SHOWN }, { withCode: true })
  const campaigns = new Map(
    await Promise.all(
      [...new Set(data.map(({ campaignId }) => campaignId))].map(
        async (id) => [id, await showCampaign(house.store.read, id)] as const,
      ),
    ),
  )
  return data.map((voucher) => ({
    id: voucher.id,
    offer: campaigns.get(voucher.campaignId)?.variants.find(({ key }) => key === voucher.variantKey)?.offer ?? null,
    currency: voucher.currency,
    code: voucher.code ?? null,
    state: voucher.state,
    issuedAt: Date.parse(voucher.issuedAt),
    expiresAt: Date.parse(voucher.expiresAt),
    balanceMinor: voucher.balanceMinor,
  }))
}

/** Why she got one, and the button that turns its purpose off. */
export async function showWhyRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId, req, act } = visit
  const { words } = frame
  const voucherId = fieldOf(req, 'voucher')
  const why = await findWhy(house, voucherId, customerId)
  if (why === null) return { page: vouchersPage(frame, await cardsOf(house, customerId)), news: notHers(words) }
  if (act !== 'stop' || !why.canStop) return { page: whyPage(frame, why) }
  const news = await attempt(frame, () => stop(visit, why.purposeKey))
  return { page: whyPage(frame, (await findWhy(house, voucherId, customerId)) ?? why), news }
}

async function findWhy(house: House, voucherId: string, customerId: string) {
  try {
    return await whyVoucher(house, voucherId, customerId)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'voucher.not_found') return null
    throw error
  }
}

const notHers = ({ t }: Words): News => ({ tone: 'bad', title: t('error.not_found'), text: t('error.no.next') })

async function stop({ house, frame, customerId }: Visit, purpose: string): Promise<News> {
  const { words } = frame
  const { cards, noticeVersion } = await showChoices(house, customerId, words.locale)
  const card = cards.find((one) => one.purpose === purpose)
  if (card !== undefined && noticeVersion !== null) {
    const locale = await noticeLocale(house, words.locale)
    const shown = { noticeVersion, locale, labelsSha256: null, surface: '/privacy/why' }
    await changeChoices(house, customerId, endings(card), shown)
  }
  return { tone: 'good', title: words.t('why.stopped'), text: words.t('choices.saved.off') }
}
