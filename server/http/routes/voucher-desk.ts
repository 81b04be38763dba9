// Doors of people who work on vouchers by hand: search, the story of one, another end, a new code, and actions on many.
import { audit } from '#access/audit.ts'
import type { House } from '#core/house.ts'
import { findCustomer } from '#customers/find.ts'
import { cancelForVoucher } from '#delivery/cancel.ts'
import { queueMessages } from '#delivery/queue.ts'
import { storyOf, vouchersOfOrder } from '#redemption/story.ts'
import type { SearchVouchers } from '#shared/contracts/voucher-desk.ts'
import { askForAction, dropAction, listActions, showAction } from '#vouchers/actions.ts'
import { extendOne } from '#vouchers/extend.ts'
import { previewAction } from '#vouchers/preview-action.ts'
import { reissue } from '#vouchers/reissue.ts'
import { type Sought, searchVouchers } from '#vouchers/search.ts'
import { seenBy, showVoucher } from '#vouchers/show.ts'
import { writeThenShow } from '../answers.ts'
import type { Call, Routes } from '../endpoint.ts'
import { lookAt } from '../staff-looks.ts'

type Names =
  | 'searchVouchers'
  | 'voucherStory'
  | 'extendVoucher'
  | 'reissueVoucher'
  | 'previewVoucherAction'
  | 'createVoucherAction'
  | 'listVoucherActions'
  | 'getVoucherAction'
  | 'undoVoucherAction'

export const voucherDeskRoutes: Routes<Names> = {
  searchVouchers: async (house, call) => {
    const { limit, cursor } = call.body
    const withCustomer = call.principal.scopes.has('customers.read')
    const sought = await soughtBy(house, call, call.body)
    return { status: 200, body: await searchVouchers(house, sought, { limit, cursor }, { withCustomer }) }
  },
  voucherStory: async (house, { params }) => ({ status: 200, body: await storyOf(house, params.id) }),
  extendVoucher: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        const { id } = call.params
        const { until, days, reason } = call.body
        const actor = call.principal.id
        await extendOne(tx, id, { until, days }, reason === undefined ? { actor } : { actor, reason })
        await audit(tx, { actor, action: 'voucher.extended', subject: id })
      },
      () => showVoucher(house, call.params.id, seenBy(call.principal)),
    ),
  reissueVoucher: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      async (tx) => {
        const { id } = call.params
        const actor = call.principal.id
        const asked = { by: { actor }, reason: call.body.reason ?? 'reissued by staff', isSent: call.body.send }
        const made = await reissue(house, tx, id, asked, { queue: queueMessages, cancel: cancelForVoucher })
        await audit(tx, { actor, action: 'voucher.reissued', subject: id, detail: { by: made } })
        return made
      },
      (made) => showVoucher(house, made, seenBy(call.principal)),
    ),
  previewVoucherAction: async (house, { body }) => ({
    status: 200,
    body: (await previewAction(house, body)).preview,
  }),
  createVoucherAction: async (house, call) => {
    const foreseen = await previewAction(house, call.body)
    return writeThenShow(
      house,
      call,
      202,
      (tx) => askForAction(tx, call.body, foreseen, call.principal.id),
      (id) => showAction(house, id),
    )
  },
  listVoucherActions: async (house, { query }) => ({ status: 200, body: await listActions(house, query) }),
  getVoucherAction: async (house, { params }) => ({ status: 200, body: await showAction(house, params.id) }),
  undoVoucherAction: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      (tx) => dropAction(tx, call.params.id, call.principal.id),
      () => showAction(house, call.params.id),
    ),
}

/** Whoever asks by a person looks at her. */
async function soughtBy(house: House, call: Call<'searchVouchers'>, body: SearchVouchers): Promise<Sought> {
  if ('code' in body) return { code: body.code }
  if ('orderReference' in body) return { ids: await vouchersOfOrder(house.store.read, body.orderReference) }
  if ('customerReference' in body) {
    await lookAt(house, call, body.customerReference, ['purchase_history'])
    const customer = await findCustomer(house.store.read, house.secrets, body.customerReference)
    return { customerId: customer?.id ?? null }
  }
  const { limit: _, cursor: __, ...filter } = body
  return { filter }
}
