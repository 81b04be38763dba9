// How often somebody may have a mail sent to an address: so many times an hour and a day, by address and by network.
import { isIPv6 } from 'node:net'
import type { Secrets } from '#core/secrets.ts'
import type { Tx } from '#db/store.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { asksSince, countAsk, deleteAsksBefore } from './queries-tokens.ts'

const PER_HOUR = 3
const PER_DAY = 10
/** Counted in sixths of an hour, so that "an hour" is at most ten minutes longer than one. */
const STEP_MS = 10 * MINUTE_MS
const STEPS_PER_HOUR = HOUR_MS / STEP_MS
const STEPS_PER_DAY = 24 * STEPS_PER_HOUR

/**
 * Counts one ask for each of `prints` (fingerprints of the address and of the network) and answers true; false, counting
 * nothing, when one of them has asked 3 times within the hour or 10 times within the day. `at` is real time in epoch ms:
 * a test clock that stands still is no reason to be locked out (decisions.md, 37).
 */
export async function mayAsk(
  tx: Tx,
  kind: string,
  prints: readonly string[],
  at: number = Date.now(),
): Promise<boolean> {
  const step = Math.floor(at / STEP_MS)
  const sources = [...new Set(prints)].sort()
  if (sources.length === 0) return true
  const rows = await asksSince(tx, kind, sources, step - STEPS_PER_DAY)
  for (const print of sources) {
    const own = rows.filter((row) => row.print === print)
    const lately = own.filter(({ hour }) => hour > step - STEPS_PER_HOUR)
    const sum = (list: { asks: number }[]) => list.reduce((total, { asks }) => total + asks, 0)
    if (sum(lately) >= PER_HOUR || sum(own) >= PER_DAY) return false
  }
  for (const print of sources) await countAsk(tx, kind, print, step)
  return true
}

/** Answers how many counts were dropped. */
export async function forgetAsks(tx: Tx, at: number = Date.now()): Promise<number> {
  return deleteAsksBefore(tx, Math.floor(at / STEP_MS) - STEPS_PER_DAY)
}

/** The network of a client's address, cut to /24 or /48: what evidence keeps of it. Null for what is no address. */
export function networkOf(address: string | undefined): string | null {
  if (address === undefined) return null
  const plain = address.replace(/^::ffff:(?=\d)/i, '').replace(/%.*$/, '')
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(plain)
  if (v4) return `${v4[1]}.0/24`
  if (!isIPv6(plain)) return null
  const [head = '', tail] = plain.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => '0')
  const all = [...groups, ...zeros, ...last].map((group) => group.replace(/^0+(?=.)/, ''))
  return `${all.slice(0, 3).join(':')}::/48`
}

/** The fingerprint that a network is counted by; none for the loopback, behind which a proxy hides everybody. */
export function networkPrint(secrets: Secrets, address: string | undefined): string[] {
  const network = networkOf(address)
  const isLoopback = network === null || network.startsWith('127.') || network === '0:0:0::/48'
  return isLoopback ? [] : [secrets.print('address', network)]
}
