// Doors of the drop-in about using vouchers: validations, redemptions, rollbacks.
import { z } from 'zod'
import { requirePerson } from '#compat/customers.ts'
import { readShape, record } from '#compat/read-shape.ts'
import { redeemOne, redeemStack } from '#compat/redeem.ts'
import { listRedemptions, redemptionsOfVoucher, rollBack, rollBackAll, showRedemption } from '#compat/rollback.ts'
import { stackShape, useShape } from '#compat/use-shapes.ts'
import { validateOne, validateStack } from '#compat/validate.ts'
import { type Ask, type CompatDoor, list, ok, paging, single, span } from './door.ts'
import { filterOf } from './filters.ts'

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
  .object({ reason: z.string().nullish(), tracking_id: z.string().nullish(), metadata: record.nullish() })
  .nullish()

function backOf({ query, body }: Ask) {
  const asked = readShape(back, body)
  return {
    reason: asked?.reason ?? single(query.reason),
    tracking_id: asked?.tracking_id ?? single(query.tracking_id),
    metadata: asked?.metadata ?? undefined,
  }
}

async function listAll({ house, query }: Ask) {
  const { limit, offset } = paging(query)
  const customer = single(query.customer)
  const campaign = single(query.campaign)
  const without = filterOf(query, 'voucher_code', '$is_not')
  const only = filterOf(query, 'voucher_code', '$is') ?? filterOf(query, 'voucher_code', '$in')
  const isFiltered = campaign !== undefined || without !== undefined || only !== undefined
  const fits = (shown: Record<string, unknown>) => {
    const voucher = (shown.voucher ?? {}) as Record<string, unknown>
    const ofCampaign = campaign === undefined || voucher.campaign === campaign || voucher.campaign_id === campaign
    const code = String(voucher.code)
    return ofCampaign && !without?.includes(code) && (only === undefined || only.includes(code))
  }
  const { redemptions, total } = await listRedemptions(house, {
    ...span(query, 'created_at'),
    limit,
    offset,
    result: single(query.result),
    customerId: customer === undefined ? undefined : (await requirePerson(house, customer)).id,
    isAscending: single(query.order) === 'created_at',
    fits: isFiltered ? fits : undefined,
  })
  return list('redemptions', redemptions, total)
}

export const useDoors: CompatDoor[] = [
  {
    method: 'post',
    path: '/vouchers/:code/validate',
    scope: 'redemptions.read',
    handle: (ask) => validateCode(ask, ask.params.code ?? '', ask.body),
  },
  { method: 'post', path: '/validations', scope: 'redemptions.read', handle: validateMany },
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
      const { rollbacks, order } = await rollBackAll(ask.house, ask.params.id ?? '', backOf(ask))
      return ok({ rollbacks, parent_rollback: rollbacks[0] ?? null, order })
    },
  },
]
