// Doors of the drop-in about using vouchers: validations, redemptions, rollbacks.
import { z } from 'zod'
import { namedCustomer, requirePerson } from '#compat/customers.ts'
import { listRedemptions, redemptionsOfVoucher } from '#compat/list-redemptions.ts'
import { listPublications } from '#compat/publications.ts'
import { checkEligibility } from '#compat/qualifications.ts'
import { readShape, record } from '#compat/read-shape.ts'
import { redeemOne, redeemStack } from '#compat/redeem.ts'
import { rollBack, rollBackAll, showRedemption } from '#compat/rollback.ts'
import { stackShape, useShape } from '#compat/use-shapes.ts'
import { validateOne, validateStack } from '#compat/validate.ts'
import { requireVoucher } from '#compat/vouchers.ts'
import { type Ask, type CompatDoor, list, ok, orderIn, paging, single, span } from './door.ts'

const callerOf = ({ principal, isClient }: Ask) => ({
  id: principal.id,
  channel: isClient ? ('USER' as const) : ('API' as const),
})

export const validateMany = async (ask: Ask) =>
  ok(await validateStack(ask.house, readShape(stackShape, ask.body), ask.requestId))
export const redeemMany = async (ask: Ask) =>
  ok(await redeemStack(ask.house, readShape(stackShape, ask.body), callerOf(ask)))
export const redeemCode = async (ask: Ask, code: string) =>
  ok(await redeemOne(ask.house, code, readShape(useShape, ask.body), callerOf(ask)))
export const validateCode = async (ask: Ask, code: string, body: unknown) =>
  ok(await validateOne(ask.house, code, readShape(useShape, body), ask.requestId))

const back = z
  .object({
    reason: z.string().nullish(),
    tracking_id: z.string().nullish(),
    metadata: record.nullish(),
    customer: namedCustomer,
  })
  .nullish()

function backOf({ query, body }: Ask) {
  const asked = readShape(back, body)
  return {
    reason: asked?.reason ?? single(query.reason),
    tracking_id: asked?.tracking_id ?? single(query.tracking_id),
    metadata: asked?.metadata ?? undefined,
    customer: asked?.customer,
  }
}

const ORDERS = ['id', 'date', 'voucher_code', 'tracking_id', 'customer_id', 'result', 'failure_code']

async function listAll({ house, query }: Ask) {
  const { limit, offset } = paging(query)
  const customer = single(query.customer)
  const { redemptions, total } = await listRedemptions(house, {
    ...span(query, 'created_at'),
    limit,
    offset,
    result: single(query.result),
    customerId: customer === undefined ? undefined : (await requirePerson(house, customer)).id,
    order: orderIn(query, ORDERS),
    campaign: single(query.campaign),
    filters: query.filters,
  })
  return list('redemptions', redemptions, total)
}

export const qualify = async ({ house, body }: Ask) => ok(await checkEligibility(house, body))

/** There are no promotions in this house, so none is valid. */
export const noPromotions = async ({ body, query }: Ask) => {
  const said = (body ?? {}) as Record<string, unknown>
  const tracking_id = single(query.tracking_id) ?? said.tracking_id ?? null
  return ok({ valid: false, promotions: [], tracking_id, redeemables: [] })
}

export const useDoors: CompatDoor[] = [
  {
    method: 'post',
    path: '/vouchers/:code/validate',
    scope: 'redemptions.read',
    handle: (ask) => validateCode(ask, ask.params.code ?? '', ask.body),
  },
  { method: 'post', path: '/validations', scope: 'redemptions.read', handle: validateMany },
  { method: 'post', path: '/qualifications', scope: 'redemptions.read', handle: qualify },
  { method: 'post', path: '/promotions/validation', scope: 'redemptions.read', handle: noPromotions },
  {
    method: 'post',
    path: '/vouchers/:code/redemption',
    scope: 'redemptions.write',
    handle: (ask) => redeemCode(ask, ask.params.code ?? ''),
  },
  {
    method: 'get',
    path: '/vouchers/:code/redemption',
    scope: 'redemptions.read',
    handle: async ({ house, params }) => ok(await redemptionsOfVoucher(house, params.code ?? '')),
  },
  {
    method: 'get',
    path: '/vouchers/:code/redemptions',
    scope: 'redemptions.read',
    handle: async ({ house, params, query }) => ok(await redemptionsOfVoucher(house, params.code ?? '', paging(query))),
  },
  {
    method: 'get',
    path: '/vouchers/:code/publications',
    scope: 'vouchers.read',
    handle: async ({ house, params, query }) => {
      const { limit, offset } = paging(query)
      const voucherId = (await requireVoucher(house, params.code ?? '')).row.id
      const { publications, total } = await listPublications(house, { limit, offset, voucherId })
      return list('publications', publications, total)
    },
  },
  { method: 'post', path: '/redemptions', scope: 'redemptions.write', handle: redeemMany },
  { method: 'get', path: '/redemptions', scope: 'redemptions.read', handle: listAll },
  {
    method: 'get',
    path: '/redemptions/:id',
    scope: 'redemptions.read',
    handle: async ({ house, params }) => ok(await showRedemption(house, params.id ?? '')),
  },
  {
    method: 'post',
    path: '/redemptions/:id/rollback',
    scope: 'redemptions.write',
    handle: async (ask) => ok(await rollBack(ask.house, ask.params.id ?? '', backOf(ask))),
  },
  {
    method: 'post',
    path: '/redemptions/:id/rollbacks',
    scope: 'redemptions.write',
    handle: async (ask) => {
      const { rollbacks, parent, order } = await rollBackAll(ask.house, ask.params.id ?? '', backOf(ask))
      return ok({ rollbacks, parent_rollback: parent ?? rollbacks[0] ?? null, order })
    },
  },
]
