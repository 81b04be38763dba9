// Sends the service messages that are due, by mail and as text: leased in one write, opened, written, sent one by one, noted.
import { noticeInForce } from '#consent/notice.ts'
import type { House } from '#core/house.ts'
import type { DataKey } from '#core/vault.ts'
import { profilesOf } from '#customers/profile.ts'
import type { Tx } from '#db/store.ts'
import { MOST_ATTEMPTS, waitAfter } from './backoff.ts'
import { type Brand, readBrand } from './brand.ts'
import { serviceChannels } from './channels/all.ts'
import type { Outgoing, Sender } from './channels/channel.ts'
import { email } from './channels/email.ts'
import { sms } from './channels/sms.ts'
import { LEASE_MS } from './lease.ts'
import { closeService, dueService, leaseService, putServiceBack, type ServiceRow } from './queries-service.ts'
import type { ServiceKind } from './service-mail.ts'
import { type Author, writeService, writeServiceText } from './write-service.ts'

export interface ServiceCounts {
  sent: number
  later: number
  failed: number
}

const PAGE = 100

/** Until nothing is due, or until the page after `stopping` says so. */
export async function sendServiceMails(house: House, stopping: () => boolean = () => false): Promise<ServiceCounts> {
  const counts: ServiceCounts = { sent: 0, later: 0, failed: 0 }
  const channels = serviceChannels(house.config)
  if (channels.length === 0) return counts
  const senders = new Map<string, Sender>()
  try {
    for (;;) {
      const page = await house.store.write((tx) => lease(tx, channels))
      if (page.length === 0) return counts
      await sendPage(house, senders, page, counts)
      if (page.length < PAGE || stopping()) return counts
    }
  } finally {
    for (const sender of senders.values()) sender.close()
  }
}

async function lease(tx: Tx, channels: readonly string[]): Promise<ServiceRow[]> {
  const rows = await dueService(tx, channels, PAGE)
  if (rows.length > 0) {
    const ids = rows.map(({ id }) => id)
    await leaseService(tx, ids, tx.now + LEASE_MS)
  }
  return rows.map((row) => ({ ...row, attempts: row.attempts + 1 }))
}

/** Each channel at its own pace. */
async function sendPage(
  house: House,
  senders: Map<string, Sender>,
  page: ServiceRow[],
  counts: ServiceCounts,
): Promise<void> {
  const outgoing = await writeAll(house, page)
  const ways = Map.groupBy(page, ({ channel }) => (channel === 'sms' ? sms : email))
  await Promise.all(
    [...ways].map(([{ code, open }, rows]) => {
      const sender = senders.get(code) ?? open?.(house)
      if (sender === undefined) throw new Error(`nothing sends by ${code}`)
      senders.set(code, sender)
      return sendBy(house, sender, { rows, outgoing }, counts)
    }),
  )
}

async function sendBy(
  house: House,
  sender: Sender,
  { rows, outgoing }: { rows: ServiceRow[]; outgoing: Map<string, Outgoing> },
  counts: ServiceCounts,
): Promise<void> {
  const left = rows.values()
  const worker = async () => {
    for (const row of left) {
      const message = outgoing.get(row.id)
      const attempt = message === undefined ? null : await sender.send(message)
      if (attempt === null || attempt.kind === 'failed') {
        const reason = attempt?.kind === 'failed' ? attempt.reason : 'nothing_to_say'
        await house.store.write((tx) => closeService(tx, row.id, 'failed', reason))
        counts.failed += 1
      } else if (attempt.kind === 'sent') {
        await house.store.write((tx) => closeService(tx, row.id, 'sent', null))
        counts.sent += 1
      } else {
        await house.store.write((tx) => tryLater(tx, row, attempt.reason))
        counts.later += 1
      }
      if (attempt?.kind !== 'sent') house.log.warn({ message: row.id, ...attempt }, 'a service mail was not sent')
    }
  }
  await Promise.all(Array.from({ length: sender.atOnce }, worker))
}

/** The same Message-ID at every attempt, so that a double is told by it. */
async function tryLater(tx: Tx, row: ServiceRow, reason: string): Promise<void> {
  if (row.attempts >= MOST_ATTEMPTS) await closeService(tx, row.id, 'failed', 'given_up')
  else await putServiceBack(tx, row.id, tx.now + waitAfter(row.attempts), reason)
}

/** Absent: those whose person is gone. */
async function writeAll(house: House, page: ServiceRow[]): Promise<Map<string, Outgoing>> {
  const ids = [...new Set(page.flatMap(({ customerId }) => customerId ?? []))]
  const keys = await house.vault.keysOf(ids)
  const people = await profilesOf(house, ids)
  const { author, brand } = await authorOf(house)
  const written = new Map<string, Outgoing>()
  for (const row of page) {
    const open = openerFor(house, row.customerId, keys)
    if (open === null || row.valuesSealed === null) continue
    const values = JSON.parse(open(`${row.id}/values`, row.valuesSealed)) as Record<string, string | number>
    const own = row.customerId === null ? undefined : people.get(row.customerId)
    const isText = row.channel === 'sms'
    const known = (isText ? own?.phone : own?.email) ?? null
    const address = row.toSealed === null ? known : open(`${row.id}/to`, row.toSealed)
    const write = isText ? writeServiceText : writeService
    const words = write(row.kind as ServiceKind, row.locale || (own?.locale ?? ''), values, author)
    const worn = isText ? words : { ...words, html: brand.dress(words.html), logo: brand.logo }
    written.set(row.id, { ...worn, id: row.id, address })
  }
  return written
}

function openerFor(house: House, customerId: string | null, keys: Map<string, DataKey>) {
  if (customerId === null) return (about: string, sealed: string) => house.secrets.unseal(sealed, about)
  const key = keys.get(customerId)
  return key === undefined ? null : (about: string, sealed: string) => key.unseal(about, sealed)
}

/** Who writes, as the notice in force says, and how the shop looks. */
async function authorOf(house: House): Promise<{ author: Author; brand: Brand }> {
  const { store, clock, config } = house
  const controller = (await noticeInForce(store.read, clock.now()))?.controller ?? null
  return { author: { publicUrl: config.publicUrl, controller }, brand: await readBrand(house, controller?.name ?? '') }
}
