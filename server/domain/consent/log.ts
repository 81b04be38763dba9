// The consent log: who decided what, when, on which words, how, and when it was withdrawn; in the order of the ledger, and so
// behind the oldest open write and without gaps.
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { referencesOf } from '#customers/show.ts'
import { logPage } from './queries-log.ts'

const LINES_PER_PAGE = 1000

export type LogLine = Record<(typeof logColumns)[number], string | number | null>
export const logColumns = [
  'leaf',
  'event',
  'customer',
  'reference',
  'purpose',
  'channel',
  'category',
  'decision',
  'stateBefore',
  'stateAfter',
  'at',
  'requestedAt',
  'claimedAt',
  'validTo',
  'withdrawnAt',
  'method',
  'actor',
  'surface',
  'noticeVersion',
  'locale',
  'textSha256',
  'labelsSha256',
] as const

/** Pages of lines after leaf `cursor`, oldest first. The reference is null for whoever has been erased. */
export async function* consentLog(house: House, cursor: number): AsyncGenerator<LogLine[]> {
  for (let after = cursor; ; ) {
    const rows = await logPage(house.store.read, after, LINES_PER_PAGE)
    const last = rows.at(-1)
    if (last === undefined) return
    const references = await referencesOf(
      house,
      rows.map((row) => row.customer),
    )
    yield rows.map((row) => ({
      ...row,
      reference: references.get(row.customer) ?? null,
      at: iso(row.at),
      requestedAt: isoOrNull(row.requestedAt),
      claimedAt: isoOrNull(row.claimedAt),
      validTo: isoOrNull(row.validTo),
      withdrawnAt: isoOrNull(row.withdrawnAt),
    }))
    after = last.leaf
  }
}
