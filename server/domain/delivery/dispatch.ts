// Sends what is due: pages of messages are marked under the gate, sent side by side, and noted one by one.

import { unsubscribeToken } from '#consent/unsubscribe-token.ts'
import type { House } from '#core/house.ts'
import { type Profile, profilesOf } from '#customers/profile.ts'
import { favouriteCategories } from '#occasions/favourite.ts'
import type { Channel } from '#shared/kinds.ts'
import { allChannels, sendingChannels } from './channels/all.ts'
import type { Attempt, Outgoing, Sender } from './channels/channel.ts'
import { withFooter } from './footer.ts'
import { type Lease, type Leased, lease } from './lease.ts'
import { chooseLocale, writeMessage } from './message.ts'
import { countWaiting } from './queries.ts'
import { type Reasons, reasonsFor } from './reasons.ts'
import { settle } from './settle.ts'
import { valuesFor } from './values.ts'

export interface DispatchCounts {
  sent: number
  /** Not taken, to be tried again later. */
  later: number
  /** Perhaps taken, to be sent again with the same id. */
  unknown: number
  failed: number
  /** Not sent, because consent, the campaign or the voucher had gone. */
  cancelled: number
  /** Attempts that followed one of unknown outcome. */
  redelivered: number
}

const PAGE = 200

/** Until nothing is due, or until the page after `stopping` says so. Several processes may send at once. */
export async function dispatch(house: House, stopping: () => boolean = () => false): Promise<DispatchCounts> {
  const counts: DispatchCounts = { sent: 0, later: 0, unknown: 0, failed: 0, cancelled: 0, redelivered: 0 }
  await warnOfWaiting(house)
  const channels = sendingChannels(house.config)
  if (channels.length === 0) return counts
  const senders = new Map<Channel, Sender>()
  try {
    let next = preparePage(house, channels)
    for (let page = await next; page !== null; page = await next) {
      // The next page is leased and written while this one is sent.
      next = stopping() ? Promise.resolve(null) : preparePage(house, channels)
      const [sent] = await Promise.allSettled([sendPage(house, senders, page, counts), next])
      if (sent.status === 'rejected') throw sent.reason
    }
  } finally {
    for (const sender of senders.values()) sender.close()
  }
  if (counts.redelivered > 0) {
    house.log.info({ redelivered: counts.redelivered }, 'messages of unknown outcome sent again')
  }
  return counts
}

interface Page extends Lease {
  outgoing: Map<string, Outgoing>
}

/** Null when nothing is due. */
async function preparePage(house: House, channels: Channel[]): Promise<Page | null> {
  const page = await house.store.write((tx) => lease(tx, channels, PAGE))
  return page.due === 0 ? null : { ...page, outgoing: await write(house, page.leased) }
}

async function sendPage(
  house: House,
  senders: Map<Channel, Sender>,
  page: Page,
  counts: DispatchCounts,
): Promise<void> {
  counts.cancelled += page.cancelled
  counts.failed += page.failed
  counts.redelivered += page.redelivered
  const byChannel = Map.groupBy(page.leased, ({ channel }) => channel)
  const sending = [...byChannel].map(async ([channel, messages]) => {
    const sender = senderFor(house, senders, channel)
    const settling: Promise<void>[] = []
    const troubles: unknown[] = []
    const left = messages.values()
    const worker = async () => {
      for (const message of left) {
        // What cannot be noted should not be sent: it would be sent again.
        if (troubles.length > 0) return
        const attempt = await attemptToSend(sender, page.outgoing.get(message.id))
        // Nobody waits for the note before the next message goes out: the more notes, the more share a commit.
        const noted = house.store.batch(settle, { message, attempt })
        settling.push(noted.catch((error: unknown) => void troubles.push(error)))
        counts[attempt.kind] += 1
        if (attempt.kind !== 'sent') house.log.warn({ message: message.id, ...attempt }, 'a message was not sent')
      }
    }
    await Promise.all(Array.from({ length: sender.atOnce }, worker))
    await Promise.all(settling)
    if (troubles.length > 0) throw troubles[0]
  })
  await Promise.all(sending)
}

async function attemptToSend(sender: Sender, message: Outgoing | undefined): Promise<Attempt> {
  return message === undefined ? { kind: 'failed', reason: 'nothing_to_say' } : sender.send(message)
}

function senderFor(house: House, senders: Map<Channel, Sender>, channel: Channel): Sender {
  const known = senders.get(channel)
  if (known !== undefined) return known
  const open = allChannels.find(({ code }) => code === channel)?.open
  if (!open) throw new Error(`nothing sends by ${channel}`)
  const sender = open(house)
  senders.set(channel, sender)
  return sender
}

/** Writes each message to its person. Absent: those whose person is gone, or whose campaign says nothing. */
async function write(house: House, page: Leased[]): Promise<Map<string, Outgoing>> {
  const people = await profilesOf(
    house,
    page.map(({ customerId }) => customerId),
  )
  const readers = page.filter(({ campaign, favouriteCategory }) => {
    return favouriteCategory === null && campaign.needs.includes('purchase_history')
  })
  const favourites = await favouriteCategories(
    house.store.read,
    readers.map(({ customerId }) => customerId),
  )
  const reasons = await reasonsFor(house, page)
  const written = new Map<string, Outgoing>()
  for (const message of page) {
    const person = people.get(message.customerId)
    if (person === undefined) continue
    const outgoing = writeOne(house, message, person, favourites.get(message.customerId) ?? null, reasons)
    if (outgoing !== null) written.set(message.id, outgoing)
  }
  return written
}

function writeOne(
  house: House,
  message: Leased,
  person: Profile,
  favourite: string | null,
  reasons: Reasons,
): Outgoing | null {
  const { campaign, codeSealed, voucherId } = message
  const texts = campaign.terms.message
  const locale = chooseLocale(Object.keys(texts), person.locale)
  const chosen = locale === null ? undefined : texts[locale]
  if (locale === null || chosen === undefined || codeSealed === null) return null
  const code = house.secrets.unseal(codeSealed, voucherId)
  const facts = { ...message, code, person, favouriteCategory: message.favouriteCategory ?? favourite }
  const written = writeMessage(chosen, locale, valuesFor(facts, locale))
  const { id, customerId, channel } = message
  if (channel !== 'email') return { ...written, id, address: person.phone }
  const unsubscribe = `${house.config.publicUrl}/u/${unsubscribeToken(house.secrets, { customerId, channel })}`
  const reason = reasons.of(message, locale)
  return { ...withFooter(written, reason, unsubscribe, reasons.controller), id, address: person.email, unsubscribe }
}

const warned = new WeakSet<House['store']>()

/** Once per process: without a mail server the messages wait, and somebody should know. */
async function warnOfWaiting({ store, config, log }: House): Promise<void> {
  for (const channel of allChannels) {
    const missing = channel.lacks(config)
    if (missing === null || warned.has(store)) continue
    const waiting = await countWaiting(store.read, channel.code)
    if (waiting === 0) continue
    warned.add(store)
    log.warn({ channel: channel.code, waiting, missing }, 'messages wait: this channel cannot send yet')
  }
}
