// Erases a customer: everything stops, the key is destroyed, every room lets go; money and counts stay, and a signed certificate
// says what went and what did not (decisions.md, 31; consent.md, 9).
import { setImmediate as turn } from 'node:timers/promises'
import { audit } from '#access/audit.ts'
import { noteFact } from '#consent/ledger.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { noteErasure } from '#core/restored.ts'
import { findCustomer } from '#customers/find.ts'
import { lockCustomer } from '#customers/lock.ts'
import { profilesOf } from '#customers/profile.ts'
import { referencesOf } from '#customers/show.ts'
import { setCustomerStatus } from '#customers/status.ts'
import type { Store, Tx } from '#db/store.ts'
import { cancelQueued } from '#delivery/cancel.ts'
import { sentTo } from '#delivery/sent-to.ts'
import { cancelServiceMails, queueServiceMail } from '#delivery/service-mail.ts'
import { tellErased, toldOfErasure } from '#delivery/webhooks/tell-erased.ts'
import { lockByIds, voucherIdsOf } from '#vouchers/claim.ts'
import { type Certificate, type Erasing, readCertificate, signCertificate } from './certificate.ts'
import { everythingOf } from './everything.ts'
import { disclosuresOf, erasureOf, insertDisclosure, insertErasure } from './queries-access.ts'
import { requestsOfCustomer } from './queries-requests.ts'
import { close, type RequestVia, recordRequest } from './requests.ts'
import { rooms } from './rooms.ts'
import { mailServerOf } from './usage.ts'

export interface Erasure extends Certificate {
  customerId: string
  /** Epoch ms. */
  erasedAt: number
  messagesCancelled: number
  /** Vouchers that stay good for whoever has the code. */
  vouchersKept: number
}

const LOG_TRIES = 20

/** Refuses an unknown customer. Asked again after it broke off, it goes on where it was. */
export async function eraseCustomer(
  house: House,
  reference: string,
  actor: string,
  via: RequestVia = 'shop',
): Promise<Erasure> {
  const found = await findCustomer(house.store.read, house.secrets, reference)
  if (found === null) throw new Refusal('customer.not_found')
  return erasePerson(house, found.id, actor, via)
}

/**
 * The same by our own id, as her own page asks for it. On SQLite the deleted bytes leave the log before it answers; on
 * PostgreSQL old row versions last until they are vacuumed, and hold ciphertext without a key.
 */
export async function erasePerson(house: House, customerId: string, actor: string, via: RequestVia): Promise<Erasure> {
  const { store, vault } = house
  const messagesCancelled = await store.write((tx) => stopEverything(tx, customerId))
  // Without her key nothing of this can be read any more, so it is read before; a second try after a crash counts less.
  const before = await previewErasure(house, customerId)
  const profile = (await profilesOf(house, [customerId])).get(customerId)
  const recipients = await recipientsOf(house, customerId)
  const reference = (await referencesOf(house, [customerId])).get(customerId) ?? null
  await vault.destroy([customerId])
  // Before the answer, and outside of the database: a restored backup has to be told.
  if (house.config.erasureJournal !== null) noteErasure(house.config.erasureJournal, customerId, house.clock.now())
  const gone = await store.write(async (tx) => {
    const left = await letGo(tx, customerId, { actor, via, recipients })
    await tellErased(house, tx, { customerId, reference })
    return left
  })
  const isLogCut = await cutLog(store)
  // What lingers in the log is ciphertext without a key, so a reader in the way does not undo the answer.
  if (!isLogCut) house.log.warn('The log could not be cut after an erasure')
  const { erasedAt, vouchersKept, ledgerRef } = gone
  const id = newId('erasure', erasedAt)
  const jws = await signCertificate(house, { ...before, id, customerId, erasedAt, isLogCut, recipients, ledgerRef })
  await store.write(async (tx) => {
    await insertErasure(tx, { id, customerId, at: erasedAt, certificate: jws })
    if (!profile?.email) return
    const values = { erasedAt: iso(erasedAt), reference: id, stays: '' }
    const mail = {
      customerId: null,
      to: profile.email,
      channel: 'email',
      locale: profile.locale,
      kind: 'erased',
    } as const
    await queueServiceMail(house, tx, { ...mail, values })
  })
  const kept = (await erasureOf(store.read, customerId))?.certificate ?? jws
  return { customerId, erasedAt, messagesCancelled, vouchersKept, ...readCertificate(kept) }
}

async function stopEverything(tx: Tx, customerId: string): Promise<number> {
  if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.not_found')
  await setCustomerStatus(tx, customerId, 'erasing')
  await cancelServiceMails(tx, customerId, 'customer_erased')
  // No code is revoked: the shop may have handed it over itself, and erasure is to nobody's detriment.
  return (await cancelQueued(tx, { customerId }, 'customer_erased')).messages
}

async function letGo(
  tx: Tx,
  customerId: string,
  { actor, via, recipients }: { actor: string; via: RequestVia; recipients: string[] },
): Promise<{ erasedAt: number; vouchersKept: number; ledgerRef: string }> {
  if ((await lockCustomer(tx, customerId)) === null) throw new Refusal('customer.not_found')
  const vouchers = await lockByIds(tx, await voucherIdsOf(tx, customerId))
  const vouchersKept = vouchers.filter(({ state }) => state === 'issued' || state === 'held').length
  await answerWhatWaits(tx, customerId, via)
  for (const { data } of rooms) await data.erasePersonalData(tx, customerId)
  const ledgerRef = await noteFact(tx, 'subject.erased', { subject: customerId, at: tx.now })
  for (const recipient of recipients) {
    await insertDisclosure(tx, {
      id: newId('disclosure', tx.now),
      at: tx.now,
      customerId,
      campaignId: null,
      recipient,
      categories: '[]',
      basis: 'customer.erased',
    })
  }
  await audit(tx, { actor, action: 'customer.erased', subject: customerId, detail: { vouchersKept } })
  return { erasedAt: tx.now, vouchersKept, ledgerRef }
}

/** With the person everything that she had asked for is answered; that she asked to be erased stays on record. */
async function answerWhatWaits(tx: Tx, customerId: string, via: RequestVia): Promise<void> {
  const open = (await requestsOfCustomer(tx, customerId)).filter(({ closedAt }) => closedAt === null)
  for (const { id } of open) await close(tx, id, 'done', null)
  if (!open.some(({ kind }) => kind === 'erase')) {
    await recordRequest(tx, { customerId, kind: 'erase', via, isDone: true })
  }
}

/** Everybody who was ever handed something of hers has to hear that it is to be deleted (article 19). */
async function recipientsOf(house: House, customerId: string): Promise<string[]> {
  const noted = (await disclosuresOf(house.store.read, customerId)).map(({ recipient }) => recipient)
  const mailed = await sentTo(house.store.read, customerId)
  const hooks = await toldOfErasure(house.store.read)
  const mailers = mailed.length > 0 ? [mailServerOf(house.config.smtpUrl)] : []
  return [...new Set([...noted, ...mailers, ...hooks])].sort()
}

/** A reader from outside, such as a backup, may be in the way for a moment. */
async function cutLog(store: Store): Promise<boolean> {
  for (let tries = 0; tries < LOG_TRIES; tries++) {
    if (await store.truncateLog()) return true
    await turn()
  }
  return false
}

const identifiers = ['reference', 'givenName', 'familyName', 'email', 'phone'] as const
const facts = ['birthDate', 'country', 'locale', 'timeZone'] as const

/** What an erasure would take away and what it would leave, without doing anything; nothing for somebody without a key. */
export async function previewErasure(house: House, customerId: string): Promise<Erasing> {
  const all = await everythingOf(house, customerId).catch((error) => {
    if (error instanceof Refusal) return null
    throw error
  })
  if (all === null) return { goes: [{ key: 'key', count: 1 }], stays: [] }
  const { profile, tables } = all
  const rows = (table: string) => tables[table] ?? []
  const known = (names: readonly (keyof typeof profile)[]) => names.filter((name) => profile[name] !== null).length
  const waiting = [...rows('messages'), ...rows('serviceMails')].filter(({ state }) => state === 'queued')
  const open = rows('vouchers').filter(({ state }) => state === 'issued' || state === 'held')
  const saidNo = (channel: string) =>
    rows('objections').length > 0 ||
    rows('consents').some((cell) => cell.channel === channel && ['withdrawn', 'refused'].includes(String(cell.state)))
  const suppressed = [
    ...(profile.email !== null && saidNo('email') ? ['email'] : []),
    ...(profile.phone !== null && saidNo('sms') ? ['sms'] : []),
  ]
  return {
    goes: some({
      identifiers: known(identifiers),
      profile: known(facts) + Object.keys(profile.attributes).length,
      history: rows('orders').length + rows('carts').length + rows('events').length,
      messages: waiting.length,
      choices: rows('consents').length,
      key: 1,
    }),
    stays: some({
      vouchers: open.length,
      sums: rows('vouchers').length > 0 ? 1 : 0,
      ledger: rows('consentEvents').length,
      suppression: suppressed.length,
    }),
  }
}

const some = (counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([key, count]) => (count > 0 ? [{ key, count }] : []))
