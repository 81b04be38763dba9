/** A shop as the acceptance suites and replays see it: every door by its name, every answer held against its contract. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type BodySent,
  type Door,
  type DoorName,
  doors,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
} from '#shared/api.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import type { ImportReport, PutCustomer } from '#shared/contracts/customers.ts'
import type { Order } from '#shared/contracts/redemptions.ts'
import { type Category, type Channel, categories, type Role } from '#shared/kinds.ts'
import type { Answer, RequestOptions, TestServer } from '../test-server.ts'
import { codeOf, problemIn } from './problem.ts'

/** Anything that can be asked over HTTP: a test server, or an address and a key. */
export type Caller = Pick<TestServer, 'request'>

export interface Sent<N extends DoorName> {
  params?: ParamsOf<N>
  query?: Partial<QueryOf<N>>
  body?: BodySent<N>
}

/** Asks a door and answers what came back, after holding it against the contract. Doors that require an idempotency key
 * get a fresh one unless `headers` has one. A busy server is asked again, as it says. */
export async function ask<N extends DoorName>(
  shop: Caller,
  name: N,
  sent: Sent<N> = {},
  options: RequestOptions = {},
): Promise<Answer> {
  const door: Door = doors[name]
  const headers = {
    ...(door.idempotency === 'required' ? { 'idempotency-key': randomUUID() } : {}),
    ...options.headers,
  }
  const path = addressOf(door.path, sent.params ?? {}, sent.query ?? {})
  const answer = await askUntilServed(() => shop.request(door.method, path, sent.body, { ...options, headers }))
  const broken = brokenContract(door, answer)
  if (broken !== undefined) throw new Error(`${name} broke its contract: ${broken}\n${answer.status} ${answer.text}`)
  return answer
}

const PATIENCE = 20

/** A house with more to do than it can says so and when to ask again; nothing of the request has begun. */
async function askUntilServed(asking: () => Promise<Answer>): Promise<Answer> {
  for (let times = 1; ; times++) {
    const answer = await asking()
    if (codeOf(answer) !== 'server.busy' || times === PATIENCE) return answer
    await sleep(Number(answer.headers.get('retry-after')) * 1000)
  }
}

/** As `ask`, but answers the body of a success and throws on a refusal. */
export async function call<N extends DoorName>(
  shop: Caller,
  name: N,
  sent: Sent<N> = {},
  options: RequestOptions = {},
): Promise<ReplyOf<N>> {
  const answer = await ask(shop, name, sent, options)
  if (answer.status >= 400) throw new Error(`${name} was refused: ${answer.status} ${answer.text}`)
  return answer.body as ReplyOf<N>
}

export type RowsType = 'text/csv' | 'application/x-ndjson'

/** Streams rows into an import door and answers its report; throws on a refusal. */
export async function importRows(
  shop: Caller,
  name: 'importCustomers' | 'importProducts',
  rows: BodyInit,
  type: RowsType,
): Promise<ImportReport> {
  const door: Door = doors[name]
  const answer = await shop.request(door.method, door.path, rows, { headers: { 'content-type': type } })
  const broken = brokenContract(door, answer)
  if (broken !== undefined || answer.status !== 200)
    throw new Error(`${name}: ${broken} ${answer.status} ${answer.text}`)
  return answer.body as ImportReport
}

/** What of the contract an answer breaks, in words; undefined when all is well. */
export function brokenContract(door: Door, answer: Answer): string | undefined {
  if (answer.status >= 400 && door.replies[answer.status] === undefined) return problemIn(answer)
  const schema = door.replies[answer.status]
  if (schema === undefined) return `status ${answer.status} is not in its list`
  if (schema === null || answer.headers.get('content-type')?.startsWith('text/csv')) return undefined
  const read = schema.safeParse(answer.body)
  return read.success ? undefined : read.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; ')
}

export function addressOf(path: string, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const filled = path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const asked = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))
  return asked.length === 0 ? filled : `${filled}?${search}`
}

/** Runs `work` over all items, at most `width` at once, and answers the results in the items' order. */
export async function inParallel<I, O>(
  items: readonly I[],
  width: number,
  work: (item: I, index: number) => Promise<O>,
) {
  const results = new Array<O>(items.length)
  let next = 0
  const walk = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index] as I, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, walk))
  return results
}

type ListDoor = 'listVouchers' | 'listRuns' | 'listCampaigns' | 'listAudit' | 'listRedemptions'
type ItemOf<N extends DoorName> = ReplyOf<N> extends { data: (infer I)[] } ? I : never
type Page<T> = { data: T[]; nextCursor: string | null }

/** Every item of a list door, page after page. */
export async function everyOne<N extends ListDoor>(shop: Caller, name: N, sent: Sent<N> = {}): Promise<ItemOf<N>[]> {
  const all: ItemOf<N>[] = []
  let cursor: string | null = null
  do {
    const query = Object.assign({}, sent.query, { limit: 200 }, cursor === null ? {} : { cursor })
    const answer = await ask(shop, name, { ...sent, query })
    if (answer.status !== 200) throw new Error(`${name} was refused: ${answer.status} ${answer.text}`)
    const page = answer.body as Page<ItemOf<N>>
    all.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}

export async function makeKey(shop: Caller, ...roles: Role[]): Promise<string> {
  const made = await call(shop, 'createApiKey', { body: { name: `key of ${roles.join(' and ')}`, roles } })
  if (made.key === null) throw new Error('a fresh key was not shown')
  return made.key
}

/** Every cell of the named purposes and channels, over the named categories (all that are shipped when left out). */
export function cellsOf(
  purposes: readonly string[],
  channels: readonly Channel[],
  over: readonly Category[] = categories,
): Cell[] {
  return purposes.flatMap((purpose) =>
    channels.flatMap((channel) => over.map((category) => ({ purpose, channel, category }))),
  )
}

/** Makes the purposes and publishes one notice whose scope is `cells`; answers the version of the notice. */
export async function openWithNotice(shop: Caller, cells: readonly Cell[]): Promise<number> {
  for (const key of new Set(cells.map((cell) => cell.purpose)))
    await call(shop, 'createPurpose', { body: { key, legalBasis: 'consent', title: `Offers: ${key}` } })
  return publishNotice(shop, cells)
}

export async function publishNotice(shop: Caller, cells: readonly Cell[]): Promise<number> {
  const draft = await call(shop, 'createNotice', {
    body: {
      controller: { name: 'Example Shop', address: '1 High Street, Springfield', contact: 'privacy@shop.example' },
      texts: { en: { title: 'What we use and why', body: 'We ask before we use anything about you.' } },
      scope: cells.map((cell) => ({ ...cell, retentionMonths: 36 })),
    },
  })
  return (await call(shop, 'publishNotice', { params: { id: draft.id } })).version
}

export const putCustomer = (shop: Caller, reference: string, fields: PutCustomer) =>
  call(shop, 'putCustomer', { params: { reference }, body: fields })

/** One decision for all the named cells, by a verified contact at the checkout. */
export const decide = (
  shop: Caller,
  customerReference: string,
  noticeVersion: number,
  cells: readonly Cell[],
  decision: 'grant' | 'refuse' | 'withdraw' = 'grant',
) =>
  call(shop, 'recordConsents', {
    body: {
      customerReference,
      noticeVersion,
      locale: 'en',
      method: 'checkout',
      contactVerified: true,
      decisions: cells.map((cell) => ({ ...cell, decision })),
    },
  })

export type CampaignTerms = Partial<NewCampaign> & Pick<NewCampaign, 'purpose'>

/** A broadcast of 5.00 EUR off by on-site message, unless the terms say otherwise. */
export const draftCampaign = (shop: Caller, terms: CampaignTerms) =>
  call(shop, 'createCampaign', {
    body: {
      name: 'Acceptance',
      channels: ['onsite'],
      trigger: { kind: 'broadcast' },
      variants: [{ key: 'offer', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 500 } }],
      budget: { limitMinor: 1_000_000_000, currency: 'EUR', mode: 'at_redemption' },
      validity: { days: 30 },
      message: { en: { subject: 'For you', text: 'Your code is {{voucher.code}}.' } },
      timeZone: 'UTC',
      ...terms,
    },
  })

/** Drafts and launches; answers the id. */
export async function launchCampaign(shop: Caller, terms: CampaignTerms): Promise<string> {
  const { id } = await draftCampaign(shop, terms)
  await call(shop, 'launchCampaign', { params: { id } })
  return id
}

export interface IssuedCode {
  id: string
  code: string
}

/** One voucher now; throws when the customer may not have one. */
export async function issue(
  shop: Caller,
  campaignId: string,
  customerReference: string,
  occasion: string,
): Promise<IssuedCode> {
  const made = await call(shop, 'issueVoucher', { params: { id: campaignId }, body: { customerReference, occasion } })
  const { id, code } = (made.voucher ?? {}) as Partial<IssuedCode>
  if (id === undefined || code === undefined) throw new Error(`no voucher with a code: ${JSON.stringify(made)}`)
  return { id, code }
}

export const orderOf = (reference: string, amountMinor = 5000, currency = 'EUR'): Order => ({
  reference,
  currency,
  amountMinor,
})

/** Redeems and answers whatever came back. */
export const redeem = (shop: Caller, code: string, order: Order, options?: RequestOptions) =>
  ask(shop, 'redeem', { body: { code, order } }, options)

/** How often each status, with its code where it is a refusal, occurs. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    const code = (answer.body as { code?: unknown } | undefined)?.code
    const word = answer.status >= 400 ? `${answer.status} ${String(code)}` : String(answer.status)
    counts[word] = (counts[word] ?? 0) + 1
  }
  return counts
}

export const moveClock = (shop: Caller, now: string) => call(shop, 'moveClock', { body: { now } })
