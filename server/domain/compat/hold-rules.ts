// Holds validation rules against who uses vouchers, and on what order.
import { z } from 'zod'
import type { House } from '#core/house.ts'
import type { VoucherRow } from '#vouchers/foreign.ts'
import { assignmentsOf, requireRule } from './assignments.ts'
import { requirePerson, showPerson } from './customers.ts'
import { toVendor } from './ids.ts'
import { aboutOf, brokenIn, type Facts, readRule, segmentsIn } from './judge-rule.ts'
import { type Body, type Note, notesById } from './notes.ts'
import { readShape, record } from './read-shape.ts'
import { segmentsWith } from './segments.ts'
import type { Reason } from './vendor-error.ts'
import type { Wishes } from './wishes.ts'

export interface Use {
  it: Wishes
  metadata?: Body | null | undefined
  orderMetadata?: Body | null | undefined
}

/** By place, why vouchers may not be used by their rules; those that may are absent. */
export async function brokenRules(house: House, { it, metadata, orderMetadata }: Use): Promise<Map<number, Reason>> {
  const broken = new Map<number, Reason>()
  const rows = it.wanted.flatMap(({ row }) => row ?? [])
  const bound = await assignmentsOf(
    house,
    rows.flatMap(({ id, campaignId }) => [id, campaignId]),
  )
  if (bound.size === 0) return broken
  const ids = [...bound.values()].flat().map(({ body }) => String(body.rule))
  const notes = await notesById(house, [...new Set(ids)])
  const rules = new Map([...notes].map(([id, note]) => [id, { note, rule: readRule((note.body.rules ?? {}) as Body) }]))
  const customerId = it.person?.id ?? null
  const person = customerId === null ? null : await showPerson(house, toVendor(customerId))
  const facts: Facts = {
    segments: await segmentsWith(
      house,
      [...rules.values()].flatMap(({ rule }) => segmentsIn(rule)),
      customerId,
    ),
    customerMetadata: (person?.metadata ?? {}) as Body,
    orderMetadata: orderMetadata ?? {},
    redemptionMetadata: metadata ?? {},
    orderAmount: it.order.amountMinor,
    items: (it.order.items ?? []).map(({ quantity, unitPriceMinor }) => ({ quantity, price: unitPriceMinor })),
  }
  for (const [at, { row }] of it.wanted.entries()) {
    const reason = row === null ? null : reasonFor(row, bound, rules, facts)
    if (reason !== null) broken.set(at, reason)
  }
  return broken
}

function reasonFor(
  row: VoucherRow,
  bound: ReadonlyMap<string, Note[]>,
  rules: ReadonlyMap<string, { note: Note; rule: ReturnType<typeof readRule> }>,
  facts: Facts,
): Reason | null {
  for (const { body } of [...(bound.get(row.id) ?? []), ...(bound.get(row.campaignId) ?? [])]) {
    const known = rules.get(String(body.rule))
    const condition = known && brokenIn(known.rule, facts)
    if (!known || !condition) continue
    const about = aboutOf(condition)
    const said = condition.message ?? (known.note.body.error as { message?: string } | undefined)?.message
    const message = `${about} does not match validation rules`
    return { key: `${about}_rules_violated`, message, ...(said ? { said } : {}) }
  }
  return null
}

const contextShape = z
  .object({ customer: record.nullish(), order: record.nullish(), metadata: record.nullish() })
  .nullish()

/** Whether a rule holds for somebody and an order. 404 `not_found`. */
export async function tryRule(house: House, ruleId: string, body: unknown): Promise<Body> {
  const { body: said } = await requireRule(house, ruleId)
  const asked = readShape(contextShape, body) ?? {}
  const key = asked.customer?.id ?? asked.customer?.source_id
  const found = typeof key === 'string' ? await requirePerson(house, key) : null
  const person = found === null ? null : await showPerson(house, toVendor(found.id))
  const rule = readRule((said.rules ?? {}) as Body)
  const items = Array.isArray(asked.order?.items) ? (asked.order.items as Body[]) : []
  const broken = brokenIn(rule, {
    segments: await segmentsWith(house, segmentsIn(rule), found?.id ?? null),
    customerMetadata: (person?.metadata ?? {}) as Body,
    orderMetadata: (asked.order?.metadata ?? {}) as Body,
    redemptionMetadata: asked.metadata ?? {},
    orderAmount: Number(asked.order?.amount ?? 0),
    items: items.map(({ quantity, price }) => ({ quantity: Number(quantity ?? 0), price: Number(price ?? 0) })),
  })
  return {
    valid: broken === null,
    rule_id: ruleId,
    applicable_to: { data: [], data_ref: 'data', total: 0, object: 'list' },
    ...(broken === null
      ? {}
      : { error: { message: broken.message ?? `${aboutOf(broken)} does not match validation rules` } }),
  }
}
