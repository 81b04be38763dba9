// My vouchers: what each is worth, its code, and why she got it, with the button that stops it. Pure.
import type { Offer } from '#shared/contracts/offers.ts'
import { html, type Markup, type Part } from '../html.ts'
import type { Frame, VoucherCard, Why } from '../models.ts'
import { badge, button, categoryList, categoryName, empty, facts, form, own, type Page } from '../parts.ts'
import type { Words } from '../words.ts'

export function vouchersPage(frame: Frame, vouchers: readonly VoucherCard[]): Page {
  const { t } = frame.words
  return {
    title: t('vouchers.title'),
    body: html`<p class="lead">${t('vouchers.lead')}</p>
${vouchers.length === 0 && empty(t('vouchers.empty'), t('vouchers.empty.next'))}
${vouchers.map((voucher) => cardOf(frame, voucher))}`,
  }
}

function cardOf(frame: Frame, voucher: VoucherCard): Markup {
  const { words } = frame
  const { t } = words
  const worth = voucher.offer === null ? t('offer.unknown') : worthOf(words, voucher.offer, voucher.currency)
  const isOpen = voucher.state === 'issued' || voucher.state === 'held'
  return html`<section class="card"><h2>${worth} ${badge(t(`voucher.${voucher.state}`), isOpen ? 'on' : 'off')}</h2>
${voucher.code !== null && isOpen && html`<p><code dir="ltr">${voucher.code}</code></p>`}
${facts([
  [t('vouchers.issued'), words.day(voucher.issuedAt)],
  [t('vouchers.until'), words.day(voucher.expiresAt)],
  ...(voucher.balanceMinor === null
    ? []
    : [[t('vouchers.balance'), words.money(voucher.balanceMinor, voucher.currency)] as const]),
])}
${form(frame, '/privacy/why', button(t('vouchers.why'), 'plain', { about: worth }), { voucher: voucher.id })}</section>`
}

/** The offer in words. */
export function worthOf(words: Words, offer: Offer, currency: string): string {
  const { t } = words
  switch (offer.kind) {
    case 'percent_off':
      return t('offer.percent_off', { percent: words.percent(offer.bps), most: words.money(offer.maxMinor, currency) })
    case 'amount_off':
      return t('offer.amount_off', { amount: words.money(offer.amountMinor, currency) })
    case 'free_shipping':
      return t('offer.free_shipping', { most: words.money(offer.maxMinor, currency) })
    case 'gift_card':
      return t('offer.gift_card', { amount: words.money(offer.amountMinor, currency) })
    case 'unit_off':
      return t('offer.unit_off', { count: offer.quantity, sku: offer.sku })
  }
}

export function whyPage(frame: Frame, why: Why): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('why.title'),
    body: html`<section class="card"><h2>${t('why.rule')}</h2>
<ul>${why.rule.map((line) => html`<li>${ruleLine(words, line)}</li>`)}</ul></section>
<section class="card"><h2>${t('why.data')}</h2>
<p>${why.categories.length === 0 ? t('why.data.none') : categoryList(words, why.categories)}</p></section>
<section class="card"><h2>${t('why.ground')}</h2>
${facts([
  ...(why.purpose === null ? [] : [[t('why.purpose'), own(why.purpose)] as const]),
  ...why.consents.map(
    ({ at, noticeVersion, category }) =>
      [
        categoryName(words, category),
        html`${t('why.agreed', { day: words.day(at) })} <a href="/notices/${noticeVersion}?lang=${words.locale}#${why.purposeKey ?? ''}">${t('why.notice', { version: String(noticeVersion) })}</a>`,
      ] as const,
  ),
  [t('vouchers.issued'), words.moment(why.issuedAt)],
])}
${why.consents.length === 0 && html`<p>${t(`basis.${why.legalBasis ?? 'contract'}`)}</p>`}</section>
${why.canStop && html`<section class="card"><h2>${t('why.stop')}</h2><p>${t('why.stop.lead')}</p>${form(frame, '/privacy/why', button(t('why.stop.press'), 'danger'), { act: 'stop', voucher: why.voucherId })}</section>`}
${form(frame, '/privacy/vouchers', button(t('why.back'), 'quiet'))}`,
  }
}

/** A line of the rule in the reader's words; one that has none is shown by what stands in it. */
function ruleLine(words: Words, { key, values }: Why['rule'][number]): Part {
  const { leadDays, days, field, value, thresholdMinor, currency } = values
  if (key === 'why.trigger.birthday' && Number(leadDays ?? 0) > 0)
    return words.t('why.trigger.birthday.ahead', { count: Number(leadDays) })
  const isSum = String(field).endsWith('Minor')
  const said = {
    ...values,
    ...(field === undefined
      ? {}
      : { field: words.maybe(`rule.${field}`) ?? String(field).replace(/^attributes\./, '') }),
    ...(value === undefined ? {} : { value: isSum ? words.amount(Number(value)) : value }),
    ...(thresholdMinor === undefined ? {} : { amount: words.money(Number(thresholdMinor), String(currency)) }),
    ...(days === undefined ? {} : { count: Number(days) }),
    ...(key === 'why.condition.within_days' ? { count: Number(value) } : {}),
  }
  return words.maybe(key, said) ?? own(Object.values(values).join(' '))
}
