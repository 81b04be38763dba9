// Sends what is due: pages of messages are marked under the gate, sent side by side, and noted one by one.

import { readDeliveryRules } from '#campaigns/delivery-rules.ts'
import type { House } from '#core/house.ts'
import type { Channel } from '#shared/kinds.ts'
import { awake, breakerOf, noteAttempt } from './breaker.ts'
import { allChannels, sendingChannels } from './channels/all.ts'
import type { Attempt, Outgoing, Sender } from './channels/channel.ts'
import { LEASE_MS, type Lease, lease } from './lease.ts'
import { type Book, makePace } from './pace.ts'
import { countWaiting } from './queries.ts'
import { bookTurns } from './queries-channels.ts'
import { type Ended, settle } from './settle.ts'
import { writePage } from './write-page.ts'

export interface DispatchCounts {
  sent: number
  /** Not taken, to be tried again later. */
  later: number
  /** Perhaps taken, to be sent again with the same id. */
  unknown: number
  failed: number
  /** Not sent, because consent, the campaign or the voucher had gone. */
  cancelled: number
  /** Not tried, because their channel rests. */
  rest: number
  /** Waiting for a better hour, or going another way. */
  putOff: number
  /** Attempts that followed one of unknown outcome. */
  redelivered: number
}

const PAGE = 400
/** So many notes share a commit, unless the oldest has waited for so long: what is not noted when a process dies is sent again. */
const NOTES = 32
const NOTES_WAIT_MS = 100

/** Until nothing is due, or until the page after `stopping` says so. Several processes may send at once. `leaseMs`: how long
 * a page may take before another process takes it over. */
export async function dispatch(
  house: House,
  stopping: () => boolean = () => false,
  { leaseMs = LEASE_MS }: { leaseMs?: number } = {},
): Promise<DispatchCounts> {
  const counts = { sent: 0, later: 0, unknown: 0, failed: 0, cancelled: 0, rest: 0, putOff: 0, redelivered: 0 }
  await warnOfWaiting(house)
  const outlets: Outlets = new Map()
  const { perSecond } = await readDeliveryRules(house.store.read)
  try {
    let next = preparePage(house, leaseMs)
    for (let page = await next; page !== null; page = await next) {
      // The next page is leased and written while this one is sent.
      next = stopping() ? Promise.resolve(null) : preparePage(house, leaseMs)
      const [sent] = await Promise.allSettled([sendPage(house, outlets, perSecond, page, counts), next])
      if (sent.status === 'rejected') throw sent.reason
    }
  } finally {
    for (const { sender } of outlets.values()) sender.close()
  }
  if (counts.redelivered > 0) {
    house.log.info({ redelivered: counts.redelivered }, 'messages of unknown outcome sent again')
  }
  return counts
}

interface Page extends Lease {
  outgoing: Map<string, Outgoing>
}

/** Null when nothing is due that could be sent now. */
async function preparePage(house: House, leaseMs: number): Promise<Page | null> {
  const channels = await awake(house, sendingChannels(house.config))
  if (channels.length === 0) return null
  const page = await house.store.write((tx) => lease(tx, channels, PAGE, { leaseMs }))
  return page.due === 0 ? null : { ...page, outgoing: await writePage(house, page.leased) }
}

interface Outlet {
  sender: Sender
  pace: () => Promise<void>
}
type Outlets = Map<Channel, Outlet>

async function sendPage(
  house: House,
  outlets: Outlets,
  perSecond: Partial<Record<Channel, number>>,
  page: Page,
  counts: DispatchCounts,
): Promise<void> {
  counts.cancelled += page.cancelled
  counts.failed += page.failed
  counts.putOff += page.putOff
  counts.redelivered += page.redelivered
  const byChannel = Map.groupBy(page.leased, ({ channel }) => channel)
  const sending = [...byChannel].map(async ([channel, messages]) => {
    const outlet = outletFor(house, outlets, channel, perSecond[channel])
    const notes = keepNotes(house)
    const left = messages.values()
    const worker = async () => {
      for (const message of left) {
        // What cannot be noted should not be sent: it would be sent again.
        if (notes.troubles.length > 0) return
        const attempt = await attemptToSend(house, outlet, channel, page.outgoing.get(message.id))
        notes.add({ message, attempt })
        counts[attempt.kind] += 1
        if (attempt.kind !== 'sent') house.log.warn({ message: message.id, ...attempt }, 'a message was not sent')
      }
    }
    await Promise.all(Array.from({ length: outlet.sender.atOnce }, worker))
    await notes.written()
  })
  await Promise.all(sending)
}

/** Nobody waits for a note before the next message goes out: the more notes, the more share a commit. */
function keepNotes({ store }: House) {
  const troubles: unknown[] = []
  const writing: Promise<void>[] = []
  let waiting: Ended[] = []
  let since = 0
  const write = () => {
    for (const ended of waiting) {
      writing.push(store.batch(settle, ended).catch((error: unknown) => void troubles.push(error)))
    }
    waiting = []
  }
  return {
    troubles,
    add(ended: Ended) {
      if (waiting.length === 0) since = performance.now()
      waiting.push(ended)
      if (waiting.length >= NOTES || performance.now() - since >= NOTES_WAIT_MS) write()
    },
    async written() {
      write()
      await Promise.all(writing)
      if (troubles.length > 0) throw troubles[0]
    },
  }
}

async function attemptToSend(
  house: House,
  { sender, pace }: Outlet,
  channel: Channel,
  message: Outgoing | undefined,
): Promise<Attempt> {
  if (message === undefined) return { kind: 'failed', reason: 'nothing_to_say' }
  const until = breakerOf(house, channel).restsUntil(house.clock.now())
  if (until !== null) return { kind: 'rest', until, reason: 'channel_rests' }
  await pace()
  const attempt = await sender.send(message)
  // What became of the message is known, whatever becomes of the note.
  await noteAttempt(house, channel, attempt).catch((error: unknown) =>
    house.log.warn({ channel, error: String(error).slice(0, 200) }, 'the rest of a channel could not be told'),
  )
  return attempt
}

function outletFor(house: House, outlets: Outlets, channel: Channel, perSecond: number | undefined): Outlet {
  const known = outlets.get(channel)
  if (known !== undefined) return known
  const open = allChannels.find(({ code }) => code === channel)?.open
  if (!open) throw new Error(`nothing sends by ${channel}`)
  const book: Book = (from, span) => house.store.write((tx) => bookTurns(tx, channel, from, span))
  const outlet = { sender: open(house), pace: makePace(perSecond, undefined, book) }
  outlets.set(channel, outlet)
  return outlet
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
