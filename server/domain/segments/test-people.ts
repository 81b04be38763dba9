// A stage for tests of segments: one purpose, one notice, people who agree to some categories, and whom a rule finds.
import { type SQL, sql } from 'drizzle-orm'
import { draftNotice } from '#consent/draft-notice.ts'
import { cellGranted, permittedChannel, type Use } from '#consent/gate.ts'
import { publishNotice } from '#consent/publish-notice.ts'
import { definePurpose } from '#consent/purposes.ts'
import { recordDecisions } from '#consent/record.ts'
import type { TestHouse } from '#core/test-house.ts'
import { attributesByKey, declareAttribute } from '#customers/attributes.ts'
import { customerIds } from '#customers/find.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { zonesInUse } from '#customers/zones.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import type { Rule } from '#shared/contracts/segments.ts'
import { type Category, categories, channels } from '#shared/kinds.ts'
import { compileRule } from './compile.ts'

export const PURPOSE = 'offers'
export const everything: readonly Category[] = categories
const use: Omit<Use, 'needs'> = { purpose: PURPOSE, legalBasis: 'consent', channels: ['email'] }

export interface Stage {
  house: TestHouse
  noticeVersion: number
  /** The campaign's zone. */
  zone: string
}

/** A house whose notice covers every category, with one custom attribute of each type in the category `preferences`. */
export async function openStage(house: TestHouse, zone = 'UTC'): Promise<Stage> {
  const noticeVersion = await house.store.write(async (tx) => {
    for (const type of ['text', 'number', 'boolean', 'day'] as const)
      await declareAttribute(tx, { key: `a_${type}`, type, category: 'preferences' })
    await definePurpose(tx, { key: PURPOSE, legalBasis: 'consent', title: 'Offers' })
    const cells = channels.flatMap((channel) =>
      categories.map((category) => ({ purpose: PURPOSE, channel, category, retentionMonths: 24 })),
    )
    const { id, version } = await draftNotice(tx, {
      controller: { name: 'Shop', address: 'Street 1', contact: 'privacy@shop.example' },
      texts: { en: { title: 'Offers', body: 'We ask first.' } },
      scope: cells,
    })
    await publishNotice(tx, id)
    return version
  })
  return { house, noticeVersion, zone }
}

/** Somebody with an address, who agrees to the categories on e-mail. */
export async function person(
  { house, noticeVersion }: Stage,
  reference: string,
  agreesTo: readonly Category[],
  fields: PutCustomer = {},
): Promise<string> {
  const known = { email: `${reference.replaceAll(' ', '.')}@shop.example`, ...fields }
  const { id } = await upsertCustomer(house, reference, known, { keepBirthYear: true })
  if (agreesTo.length === 0) return id
  const decisions = agreesTo.map((category) => {
    return { purpose: PURPOSE, channel: 'email' as const, category, decision: 'grant' as const }
  })
  const asked = { customerId: id, noticeVersion, locale: 'en', method: 'form' as const, actor: 'test', verified: true }
  await house.store.write((tx) => recordDecisions(tx, { ...asked, decisions }))
  return id
}

export async function compiled({ house, zone }: Stage, rule: Rule) {
  const q = house.store.read
  const now = house.clock.now()
  const attributes = await attributesByKey(q)
  const granted = (category: Category) => cellGranted({ ...use, needs: [] }, category, now)
  return compileRule(rule, { now, zone, zones: await zonesInUse(q), attributes, granted })
}

/** Whom the rule alone finds, and whom the gate lets it reach; references in alphabetical order. */
export async function found(stage: Stage, rule: Rule, people: readonly string[]) {
  const { where, needs } = await compiled(stage, rule)
  const names = await namesOf(stage, people)
  const isOpen = sql`${permittedChannel({ ...use, needs }, stage.house.clock.now())} is not null`
  return {
    needs,
    matched: await listed(stage, where, names),
    reached: await listed(stage, sql`${where} and ${isOpen}`, names),
  }
}

async function namesOf({ house }: Stage, people: readonly string[]): Promise<Map<string, string>> {
  const ids = await customerIds(house.store.read, house.secrets, [...people])
  return new Map([...ids].map(([reference, id]) => [id, reference]))
}

async function listed({ house }: Stage, where: SQL, names: Map<string, string>): Promise<string[]> {
  const rows = await house.store.read.rows<{ id: string }>(sql`select c.id from customers c where ${where}`)
  return rows.map(({ id }) => names.get(id) ?? id).sort()
}
