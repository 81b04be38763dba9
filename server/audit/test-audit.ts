/** What an auditor has: HTTP, a mailbox and the clock of a test house; people are made by the shop's own doors. */
import { generateKeyPairSync } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { SQL } from 'drizzle-orm'
import type { Email } from 'postal-mime'
import { expect } from 'vitest'
import { openStore } from '#db/open.ts'
import type { Engine } from '#db/store.ts'
import { type Mail, type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import type { Category, Channel, Role } from '#shared/kinds.ts'
import { ask, call, decide, makeKey } from '../acceptance/shop.ts'
import { type Answer, startServer, type TestServer } from '../test-server.ts'

export const PUBLIC_URL = 'https://shop.test'
export const OFFERS = 'birthday_offers'
export const NEWS = 'news'
export const PARTNERS = 'partners'
const START = Date.UTC(2026, 2, 10, 8)

export const cell = (purpose: string, channel: Channel, category: Category): Cell => ({ purpose, channel, category })
export const MAIL = cell(OFFERS, 'email', 'contact.email')
export const DATE = cell(OFFERS, 'email', 'birthdate')
export const NEWS_MAIL = cell(NEWS, 'email', 'contact.email')
export const PARTNER = cell(PARTNERS, 'partner', 'contact.partner')
export const scope = [MAIL, DATE, cell(OFFERS, 'email', 'name'), NEWS_MAIL, cell(NEWS, 'email', 'name'), PARTNER]

export interface Audit {
  server: TestServer
  mailbox: Mailbox
  now: number
  /** Moves time by minutes; what falls due runs before it answers. */
  pass(minutes?: number): Promise<void>
  /** A page, as a browser asks for it. */
  look(path: string, headers?: Record<string, string>): Promise<Answer>
  /** A press of a form. */
  press(path: string, fields?: Record<string, string | string[]>, headers?: Record<string, string>): Promise<Answer>
  /** Somebody with a proved address who agreed to these cells; answers her reference and address. */
  person(agreed?: Cell[], fields?: PutCustomer): Promise<{ reference: string; address: string }>
  state(reference: string, of: Cell): Promise<string>
  mailsTo(address: string): Mail[]
  newest(address: string): Promise<Email>
  /** The path of the newest link of a kind to an address. */
  link(address: string, start: string): Promise<string>
  code(address: string): Promise<string>
  /** Signs in by the pages; answers the session token that the page carries. */
  enter(address: string): Promise<string>
  key(...roles: Role[]): Promise<string>
  /** The database itself, read from beside the server. */
  rows<R>(query: SQL): Promise<R[]>
  close(): Promise<void>
}

/** The session of the next press, as the page carries it. */
export const sessionIn = ({ text }: Answer): string => /name="session" value="([\w-]{43})"/.exec(text)?.[1] ?? ''

export async function openAudit(engine: Engine): Promise<Audit> {
  const mailbox = await openMailbox()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const env = {
    SMTP_URL: mailbox.url,
    PUBLIC_URL,
    MAIL_FROM: 'Shop <shop@shop.example>',
    TRUST_PROXY: '127.0.0.1',
    DKIM_DOMAIN: 'shop.example',
    DKIM_SELECTOR: 's1',
    DKIM_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  const server = await startServer({ engine, clock: new Date(START).toISOString(), env })
  const audit = { server, mailbox, now: START, ...hands(server, mailbox) }
  const { pass, ...rest } = audit
  await furnish(server)
  const own: Audit = { ...rest, pass: (minutes = 1) => pass(own, minutes) }
  return own
}

async function furnish(server: TestServer): Promise<void> {
  const purposes = [
    { key: OFFERS, title: 'Birthday offers', benefit: 'A voucher each year.', incentive: '5 EUR for your first yes.' },
    { key: NEWS, title: 'News' },
    { key: PARTNERS, title: 'Offers of partners', isPartner: true },
  ]
  for (const body of purposes) await call(server, 'createPurpose', { body: { legalBasis: 'consent', ...body } })
  await publish(server, 'We ask before we use anything about you.', scope)
}

/** Publishes a notice; answers its version. */
export async function publish(server: TestServer, body: string, cells: readonly Cell[], months = 24): Promise<number> {
  const { id } = await call(server, 'createNotice', {
    body: {
      controller: {
        name: 'Lavender & Co.',
        address: '1 High Street, Springfield',
        contact: 'privacy@shop.example',
        responsible: { name: 'Dr. Rukiye Öz', contact: 'dpo@shop.example' },
        authority: { name: 'Data Protection Authority', contact: 'authority.example' },
      },
      texts: { en: { title: 'Your data', body } },
      scope: cells.map((one) => ({ ...one, retentionMonths: months })),
    },
  })
  return (await call(server, 'publishNotice', { params: { id } })).version
}

let people = 0

function hands(server: TestServer, mailbox: Mailbox) {
  const html = { accept: 'text/html' }
  const look = (path: string, headers: Record<string, string> = {}) =>
    server.request('GET', path, undefined, { key: null, headers: { ...html, ...headers } })
  const press = (
    path: string,
    fields: Record<string, string | string[]> = {},
    headers: Record<string, string> = {},
  ) => {
    const form = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    return server.request('POST', path, form.toString(), { key: null, headers: { ...html, ...type, ...headers } })
  }
  const pass = async (audit: { now: number }, minutes: number) => {
    audit.now += minutes * 60_000
    await call(server, 'moveClock', { body: { now: new Date(audit.now).toISOString() } })
  }
  const mailsTo = (address: string) => mailbox.mails.filter(({ to }) => to.toLowerCase() === address.toLowerCase())
  const newest = (address: string) => mailbox.read(mailsTo(address).at(-1))
  /** What a pattern finds in the newest mail that has it, a minute later. */
  const find = async (audit: { now: number }, address: string, pattern: RegExp) => {
    await pass(audit, 1)
    return mailbox.find(address, pattern)
  }
  return {
    look,
    press,
    pass,
    mailsTo,
    newest,
    async person(agreed: Cell[] = [MAIL], fields: PutCustomer = {}) {
      const reference = `p-${++people}`
      const address = fields.email ?? `${reference}@shop.example`
      await call(server, 'putCustomer', { params: { reference }, body: { email: address, ...fields } })
      if (agreed.length > 0) await decide(server, reference, 1, agreed)
      return { reference, address: address ?? '' }
    },
    async state(reference: string, of: Cell) {
      const { cells } = await call(server, 'getConsents', { params: { reference } })
      const found = cells.find(
        (one) => one.purpose === of.purpose && one.channel === of.channel && one.category === of.category,
      )
      return found?.state ?? 'unknown'
    },
    link(this: { now: number }, address: string, start: string) {
      return find(this, address, new RegExp(`${PUBLIC_URL}(${start}[\\w-]+)`))
    },
    code(this: { now: number }, address: string) {
      return find(this, address, /\b(\d{6})\b/)
    },
    async enter(this: Audit, address: string) {
      expect((await press('/privacy', { address })).status).toBe(200)
      return sessionIn(await press(await this.link(address, '/privacy/in/')))
    },
    key: (...roles: Role[]) => makeKey(server, ...roles),
    async rows<R>(query: SQL) {
      const store = await openStore({ url: server.databaseUrl, now: Date.now, migrate: false })
      return store.read.rows<R>(query).finally(() => store.close())
    },
    async close() {
      await server.close()
      await mailbox.close()
    },
  }
}

/** A request with raw headers, some of them twice or none of fetch's business. */
export function raw(
  server: TestServer,
  method: string,
  path: string,
  headers: Record<string, string | string[]>,
  body = '',
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ hostname, port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
    })
    asking.on('error', reject).end(body)
  })
}

/** What a shop records for somebody who has proved nothing yet. */
export const askUnproved = (server: TestServer, customerReference: string, cells: readonly Cell[], more = {}) =>
  ask(server, 'recordConsents', {
    body: {
      customerReference,
      noticeVersion: 1,
      locale: 'en',
      method: 'form',
      contactVerified: false,
      decisions: cells.map((one) => ({ ...one, decision: 'grant' as const })),
      ...more,
    },
  })
