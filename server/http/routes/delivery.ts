// Doors of delivery: its rules, what failed, previews and tests, wishes, bounces, and codes on paper or for partners.
import { audit } from '#access/audit.ts'
import { once } from '#access/idempotency.ts'
import { readDeliveryRules, writeDeliveryRules } from '#campaigns/delivery-rules.ts'
import { loadCampaign } from '#campaigns/load.ts'
import { readsOfMessage } from '#campaigns/message-variables.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import { listMessages, retryMessage, retryMessages, showMessage } from '#delivery/messages.ts'
import { partnerCsv, takeForPartner } from '#delivery/partner-file.ts'
import { drawMessage, previewMessage } from '#delivery/preview.ts'
import { cardSheet, cardSvg } from '#delivery/print-card.ts'
import { sendTest } from '#delivery/send-test.ts'
import { measureSms } from '#delivery/sms-length.ts'
import { wishForChannel } from '#delivery/wishes.ts'
import { noteCodesExport } from '#privacy/staff-access.ts'
import { takeBounces } from '#privacy/take-bounces.ts'
import { exportCodes, requireExport } from '#vouchers/export-codes.ts'
import { showVoucher } from '#vouchers/show.ts'
import { writeThenShow } from '../answers.ts'
import type { Call, Routes } from '../endpoint.ts'
import { lookAt } from '../staff-looks.ts'

type Names =
  | 'getDeliveryRules'
  | 'putDeliveryRules'
  | 'listMessages'
  | 'retryMessage'
  | 'retryMessages'
  | 'measureSms'
  | 'drawMessage'
  | 'previewMessage'
  | 'testMessage'
  | 'putChannelWish'
  | 'takeBounces'
  | 'voucherCard'
  | 'poolCards'
  | 'partnerFile'

export const deliveryRoutes: Routes<Names> = {
  getDeliveryRules: async ({ store }) => ({ status: 200, body: await readDeliveryRules(store.read) }),
  putDeliveryRules: async ({ store }, { body, principal }) => {
    await store.write(async (tx) => {
      await writeDeliveryRules(tx, body)
      await audit(tx, { actor: principal.id, action: 'delivery.rules_set', subject: 'delivery', detail: { ...body } })
    })
    return { status: 200, body: await readDeliveryRules(store.read) }
  },
  listMessages: async ({ store }, { query }) => ({ status: 200, body: await listMessages(store.read, query) }),
  retryMessage: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        await retryMessage(tx, call.params.id)
        await audit(tx, { actor: call.principal.id, action: 'message.retried', subject: call.params.id })
      },
      () => showMessage(house.store.read, call.params.id),
    ),
  retryMessages: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        const retried = await retryMessages(tx, call.body)
        const detail = { ...call.body, retried }
        await audit(tx, { actor: call.principal.id, action: 'messages.retried', subject: 'outbox', detail })
        return { retried }
      },
      (ref) => ref,
    ),
  measureSms: async (_house, { body }) => ({ status: 200, body: measureSms(body.text) }),
  drawMessage: async (house, { body }) => ({ status: 200, body: await drawMessage(house, body) }),
  previewMessage: async (house, call) => {
    await lookFor(house, call)
    return { status: 200, body: await previewMessage(house, call.params.id, call.body) }
  },
  testMessage: async (house, call) => {
    await lookFor(house, call)
    const { params, body, principal } = call
    const attempt = await sendTest(house, params.id, body)
    const detail = { channel: body.channel, outcome: attempt.kind }
    await house.store.write((tx) =>
      audit(tx, { actor: principal.id, action: 'message.tested', subject: params.id, detail }),
    )
    const outcome = attempt.kind === 'rest' ? 'later' : attempt.kind
    return { status: 200, body: { outcome, reason: attempt.kind === 'sent' ? null : attempt.reason } }
  },
  putChannelWish: async ({ store, secrets }, { params, body }) => {
    const customer = await findCustomer(store.read, secrets, params.reference)
    if (customer === null) throw new Refusal('customer.not_found')
    await store.write((tx) => wishForChannel(tx, customer.id, body.channel))
    return { status: 200, body }
  },
  takeBounces: async (house, { body }) => ({
    status: 200,
    body: await takeBounces(house, Array.isArray(body) ? body : [body]),
  }),
  voucherCard: async (house, { params, query, principal, res }) => {
    const voucher = await showVoucher(house, params.id, { withCode: true })
    if (voucher.code === undefined) throw new Refusal('voucher.not_found')
    const [card] = await cardsOf(house, voucher.campaignId, query, [
      { code: voucher.code, expiresAt: voucher.expiresAt },
    ])
    if (card === undefined) throw new Refusal('voucher.not_found')
    const detail = { voucherId: params.id, codes: 1 }
    await house.store.write((tx) =>
      audit(tx, { actor: principal.id, action: 'codes.printed', subject: voucher.campaignId, detail }),
    )
    res.setHeader('Cache-Control', 'no-store')
    if (query.format === 'svg') res.type('image/svg+xml').send(cardSvg(card))
    else res.type('text/html').send(cardSheet([card]))
    return { status: 200, sent: true }
  },
  poolCards: async (house, { params, query, principal, res }) => {
    await requireExport(house, params.id, params.poolId)
    const asked = { poolId: params.poolId, state: 'issued' as const, cursor: query.cursor }
    const codes: { code: string; expiresAt: string }[] = []
    for await (const page of exportCodes(house, params.id, asked)) {
      codes.push(...page.slice(0, query.limit - codes.length))
      if (codes.length >= query.limit) break
    }
    await house.store.write(async (tx) => {
      const detail = { campaignId: params.id, codes: codes.length }
      await audit(tx, { actor: principal.id, action: 'codes.printed', subject: params.poolId, detail })
      await noteCodesExport(tx, params.id, principal)
    })
    res.setHeader('Cache-Control', 'no-store')
    res.type('text/html').send(cardSheet(await cardsOf(house, params.id, query, codes)))
    return { status: 200, sent: true }
  },
  partnerFile: async (house, { params, principal, idempotency, res }) => {
    // Under one key it is one file, also for whoever lost the answer.
    const { ref, replayed } = await house.store.write((tx) =>
      once(tx, idempotency, async () => {
        const taken = await takeForPartner(tx, params.id)
        const detail = { codes: taken.length }
        await audit(tx, { actor: principal.id, action: 'codes.to_partner', subject: params.id, detail })
        await noteCodesExport(tx, params.id, principal)
        return taken
      }),
    )
    const { csv } = await partnerCsv(house, ref)
    if (replayed) res.setHeader('Idempotency-Replayed', 'true')
    res.setHeader('Content-Disposition', `attachment; filename="${params.id}-codes.csv"`)
    res.setHeader('Cache-Control', 'no-store')
    res.type('text/csv').send(csv)
    return { status: 200, sent: true }
  },
}

/** A real person's values are a look at her. */
async function lookFor(house: House, call: Call<'previewMessage'> | Call<'testMessage'>): Promise<void> {
  const { body, params } = call
  if (body.customerReference === undefined) return
  const campaign = await loadCampaign(house.store.read, params.id)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const read = readsOfMessage(campaign.terms.message).map(({ category }) => category)
  await lookAt(house, call, body.customerReference, [...new Set(read)])
}

async function cardsOf(
  { store }: House,
  campaignId: string,
  { locale, title }: { locale: string; title?: string | undefined },
  codes: readonly { code: string; expiresAt: string }[],
) {
  const campaign = await loadCampaign(store.read, campaignId)
  if (campaign === null) throw new Refusal('campaign.not_found')
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: campaign.timeZone })
  return codes.map(({ code, expiresAt }) => ({
    ...{ code, locale, title: title ?? campaign.name },
    expiresOn: day.format(new Date(expiresAt)),
  }))
}
