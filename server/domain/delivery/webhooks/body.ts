// What a webhook says: type, instant and ids; what else of people its subscription includes is added while it is sent, so that
// it is never kept beside the queue, and is gone with the person.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { referencesOf } from '#customers/show.ts'
import type { WebhookInclude } from '#shared/kinds.ts'
import { codesOf } from '#vouchers/reveal.ts'
import type { DeliveryRow, WebhookRow } from './queries.ts'

/** By delivery. The same at every attempt, but for what has been erased meanwhile. */
export async function bodiesOf(
  house: House,
  { includes }: Pick<WebhookRow, 'includes'>,
  rows: DeliveryRow[],
): Promise<Map<string, string>> {
  const added = JSON.parse(includes) as WebhookInclude[]
  const facts = rows.map((row) => ({ row, data: JSON.parse(row.data) as Record<string, unknown> }))
  const people = facts.flatMap(({ data }) => (typeof data.customerId === 'string' ? [data.customerId] : []))
  const references = added.includes('customerReference') ? await referencesOf(house, people) : new Map<string, string>()
  const issued = facts.flatMap(({ row, data }) => (row.type === 'voucher.issued' ? [String(data.voucherId)] : []))
  const codes = added.includes('code') ? await codesOf(house, issued) : new Map<string, string>()
  return new Map(
    facts.map(({ row, data }) => {
      const customerReference = references.get(String(data.customerId)) ?? unsealed(house, row)
      const code = row.type === 'voucher.issued' ? codes.get(String(data.voucherId)) : undefined
      const more = { ...(customerReference && { customerReference }), ...(code && { code }) }
      return [row.id, JSON.stringify({ type: row.type, timestamp: iso(row.at), data: { ...data, ...more } })]
    }),
  )
}

/** Of somebody who has been erased nothing else says who she was. */
const unsealed = ({ secrets }: House, { id, sealed }: DeliveryRow): string | undefined =>
  sealed === null ? undefined : secrets.unseal(sealed, id)
