// From what is asked at the drop-in to the wishes that the house judges: whose, which vouchers, on which order.
import type { House } from '#core/house.ts'
import type { StackWish } from '#redemption/decide-stack.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { printOfRow } from '#vouchers/claim.ts'
import type { VoucherRow } from '#vouchers/foreign.ts'
import { CURRENCY, currencyOf } from './campaigns.ts'
import { type CustomerFields, type Found, findPerson, putPerson } from './customers.ts'
import { ownId } from './ids.ts'
import { judgedOrder } from './orders.ts'
import { heldUnder } from './sessions.ts'
import type { AskedStack } from './use-shapes.ts'
import { VendorError } from './vendor-error.ts'
import { findVoucher } from './vouchers.ts'

export interface Wanted {
  /** As it was written. */
  id: string
  /** A voucher; what else can be redeemed elsewhere (promotions) is nowhere here. */
  object: string
  /** Null for a code that nobody knows. */
  row: VoucherRow | null
  credits: number | undefined
}

export interface Wishes {
  wanted: Wanted[]
  person: Found | null
  order: Order
  wishes: StackWish[]
}

/** Whoever has a source id, or says something of herself, is created or changed; an id alone has to be known. */
export async function personOf(
  house: House,
  asked: CustomerFields | undefined,
  isKept: boolean,
): Promise<Found | null> {
  if (asked === undefined) return null
  const key = asked.id || asked.source_id
  const known = key ? await findPerson(house, key) : null
  if (known !== null && !saysMore(asked)) return known
  if (!isKept) return known
  if (known === null && asked.id && !asked.source_id) return null
  return putPerson(house, known === null ? asked : { ...asked, source_id: known.reference, id: undefined })
}

const saysMore = ({ id: _, source_id: __, ...rest }: CustomerFields): boolean =>
  Object.values(rest).some((value) => value !== undefined && value !== null)

/** 400 `duplicated_redeemables`. */
export async function wishesOf(house: House, asked: AskedStack, isKept: boolean): Promise<Wishes> {
  const { redeemables } = asked
  const ids = redeemables.map(({ id }) => id)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined)
    throw new VendorError(400, 'duplicated_redeemables', 'Duplicated redeemables', { details: twice })
  const wanted: Wanted[] = []
  for (const { id, object, gift } of redeemables) {
    const row = object === 'voucher' ? ((await findVoucher(house, id))?.row ?? null) : null
    wanted.push({ id, object, row, credits: gift?.credits ?? undefined })
  }
  const person = await personOf(house, asked.customer, isKept)
  const first = wanted.find(({ row }) => row !== null)?.row
  const currency = first ? await currencyOf(house, first.campaignId) : CURRENCY
  const credits = wanted.reduce((sum, one) => sum + (one.credits ?? 0), 0)
  const reference = asked.order?.source_id ?? asked.order?.id ?? ownId('ord', house.clock.now())
  const order = judgedOrder(asked.order, {
    reference: reference.slice(0, 200),
    currency,
    customerReference: person?.reference,
    atLeastMinor: credits,
  })
  const wishes = wanted.map(
    ({ id, row, credits: amountMinor }, at): StackWish => ({
      code: id,
      at,
      print: row ? printOfRow(house.secrets, row) : `none ${at}`,
      order,
      isDropIn: true,
      ...(asked.session?.key ? { heldFor: heldUnder(asked.session.key) } : {}),
      key: { scope: 'compat', key: ownId('track', house.clock.now()), hash: '' },
      ...(amountMinor ? { amountMinor } : {}),
    }),
  )
  return { wanted, person, order, wishes }
}
