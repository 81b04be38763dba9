// For tests of delivery: a real SMTP server that remembers and can be difficult, and a shop with one campaign to send for.
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { budgetFigures } from '#budget/figures.ts'
import { draftCampaign } from '#campaigns/draft.ts'
import { launchCampaign } from '#campaigns/launch.ts'
import { recordDecisions } from '#consent/record.ts'
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import type { House } from '#core/house.ts'
import type { TestHouse } from '#core/test-house.ts'
import { type NewCampaign, newCampaign } from '#shared/contracts/campaigns.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import type { Category, Channel } from '#shared/kinds.ts'
import { issueOne } from '#vouchers/issue-one.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'
import { cancelQueued } from './cancel.ts'
import { messagesOf } from './queries.ts'
import { queueMessages } from './queue.ts'

export type Mood = 'takes' | 'later' | 'refuses' | 'refuses the recipient' | 'takes and hangs up'
export interface Mail {
  to: string
  messageId: string
  raw: Buffer
}
export interface Mailbox {
  url: string
  /** What it took, doubles and all. */
  mails: Mail[]
  /** Message-IDs of every attempt, taken or not. */
  attempts: string[]
  mood: Mood
  read(mail: Mail | undefined): Promise<Email>
  /** What a pattern finds in the newest mail to an address that has it: the mails of one pass arrive in no order. */
  find(address: string, pattern: RegExp): Promise<string>
  close(): Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const box = { mails: [] as Mail[], attempts: [] as string[], mood: 'takes' as Mood }
  const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo(_address, _session, done) {
      done(box.mood === 'refuses the recipient' ? refusal(550, '5.1.1 no such user') : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        const messageId = /^Message-ID: (\S+)/im.exec(raw.toString('latin1'))?.[1] ?? ''
        box.attempts.push(messageId)
        if (box.mood === 'later') return done(refusal(451, '4.7.1 try again later'))
        if (box.mood === 'refuses') return done(refusal(554, '5.7.1 we do not want this'))
        for (const { address } of session.envelope.rcptTo) box.mails.push({ to: address, messageId, raw })
        if (box.mood === 'takes and hangs up') return hangUp(server, session.id)
        done()
      })
    },
  })
  // A connection that was cut on purpose is no news.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const read = (mail: Mail | undefined) => PostalMime.parse(mail?.raw ?? '')
  return Object.assign(box, {
    url: `smtp://127.0.0.1:${port}`,
    read,
    async find(address: string, pattern: RegExp) {
      const mails = box.mails.filter(({ to }) => to.toLowerCase() === address.toLowerCase())
      for (const mail of mails.reverse()) {
        const found = pattern.exec((await read(mail)).text ?? '')?.[1]
        if (found !== undefined) return found
      }
      throw new Error(`no ${pattern} in ${mails.length} mails to ${address}`)
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  })
}

function hangUp(server: SMTPServer, sessionId: string): void {
  const connections = (server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> })
    .connections
  for (const connection of connections) if (connection.id === sessionId) connection._socket.destroy()
}

export interface Shop {
  house: TestHouse
  campaignId: string
  person(reference: string, fields?: PutCustomer): Promise<string>
  /** Answers the id of the voucher. */
  issue(customerId: string, campaignId?: string): Promise<string>
  /** Everything that she agreed to, with what follows from it. */
  withdraw(customerId: string): Promise<void>
  budget(): ReturnType<typeof budgetFigures>
  outbox(customerId: string): ReturnType<typeof messagesOf>
}

export interface ShopOptions {
  channel?: Channel
  categories?: Category[]
  terms?: Partial<NewCampaign>
  smtpUrl?: string | undefined
}

export const PURPOSE = 'offers'

/** A house with a launched campaign of 5.00 EUR off out of a guaranteed 1,000.00, by e-mail unless said otherwise. */
export async function openShop(opened: TestHouse, options: ShopOptions = {}): Promise<Shop> {
  const { channel = 'email', categories = ['name'], terms = {}, smtpUrl } = options
  const house: TestHouse = { ...opened, config: { ...opened.config, smtpUrl, mailFrom: 'Shop <shop@shop.example>' } }
  const cells = cellsFor(PURPOSE, channel, categories)
  await makePurpose(house, PURPOSE)
  const version = await putNoticeInForce(house, cells)
  const campaignId = await launch(house, { channels: [channel], ...terms })
  return {
    house,
    campaignId,
    person: (reference, fields = {}) => {
      const email = `${reference}@shop.example`
      return makePerson(house, reference, { email, ...fields }, { version, cells })
    },
    async issue(customerId, id = campaignId) {
      const candidate = { customerId, occasion: 'once' }
      const { voucherId } = await house.store.write((tx) => issueOne(house, tx, id, candidate, queueMessages))
      if (voucherId === null) throw new Error('no voucher was issued')
      return voucherId
    },
    withdraw: (customerId) => withdrawAll(house, customerId, version, cells),
    budget: () => budgetFigures(house.store.read, campaignId),
    outbox: (customerId) => messagesOf(house.store.read, customerId),
  }
}

export function launch(house: House, terms: Partial<NewCampaign>): Promise<string> {
  const whole = newCampaign.parse({
    name: 'Spring',
    purpose: PURPOSE,
    channels: ['email'],
    trigger: { kind: 'broadcast' },
    variants: [{ key: 'offer', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 500 } }],
    budget: { limitMinor: 100_000, currency: 'EUR', mode: 'guaranteed' },
    validity: { days: 30 },
    message: {
      en: { subject: 'For {{customer.givenName}}', text: 'Your code: {{voucher.code}}, to {{voucher.expiresOn}}' },
    },
    timeZone: 'Europe/Berlin',
    ...terms,
  })
  return house.store.write(async (tx) => {
    const id = await draftCampaign(tx, whole)
    await launchCampaign(tx, id, { mailReady: true })
    return id
  })
}

async function withdrawAll(
  house: House,
  customerId: string,
  noticeVersion: number,
  cells: ReturnType<typeof cellsFor>,
): Promise<void> {
  await house.store.write(async (tx) => {
    await recordDecisions(tx, {
      customerId,
      noticeVersion,
      locale: 'en',
      method: 'checkout',
      actor: 'key_test',
      verified: true,
      decisions: cells.map((cell) => ({ ...cell, decision: 'withdraw' })),
    })
    const { voucherIds } = await cancelQueued(tx, { customerId, purpose: PURPOSE })
    await revokeVouchers(tx, voucherIds, 'consent_withdrawn')
  })
}
