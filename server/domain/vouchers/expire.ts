// Writes down that vouchers have expired, page by page, and frees what was set aside for them. Codes are refused from their
// last millisecond on, whether or not this has run.
import type { House } from '#core/house.ts'
import { readSetting, writeSetting } from '#core/settings.ts'
import type { Queries } from '#db/store.ts'
import { endVouchers } from './end-vouchers.ts'
import { earliestCarried, expiredRows, nextExpiry } from './queries-ends.ts'

const PAGE = 500
/** Behind this instant no voucher is open any more, so that a sweep need not look there again. */
const SWEPT = 'vouchers.swept_to'

/** Answers how many. A live hold carries its voucher past expiry (decisions.md, 7). */
export async function expireVouchers(
  { store, clock }: Pick<House, 'store' | 'clock'>,
  stopping: () => boolean = () => false,
): Promise<number> {
  const now = clock.now()
  const after = await sweptTo(store.read)
  let expired = 0
  for (;;) {
    const due = await expiredRows(store.read, after, now, PAGE)
    if (due.length === 0) break
    const ended = await store.write((tx) =>
      endVouchers(
        tx,
        due.map(({ id }) => id),
        {
          state: 'expired',
          reason: null,
          mayEnd: (voucher) =>
            voucher.expiresAt < tx.now &&
            (voucher.state === 'issued' || (voucher.state === 'held' && (voucher.heldUntil ?? 0) <= tx.now)),
        },
      ),
    )
    expired += ended.length
    // Somebody else was faster with all of them, and finishes; or whoever comes next does.
    if (ended.length === 0 || stopping()) return expired
  }
  await store.write(async (tx) => {
    const carried = await earliestCarried(tx, after, now)
    await writeSetting(tx, SWEPT, String(carried === null ? now - 1 : carried - 1))
  })
  return expired
}

/** The first instant after `after` at which there is something to expire; null while nothing is in sight. */
export async function nextVoucherExpiry(q: Queries, after: number): Promise<number | null> {
  const next = await nextExpiry(q, (await sweptTo(q)) + 1)
  return next === null ? null : Math.max(next, after) + 1
}

async function sweptTo(q: Queries): Promise<number> {
  return Number((await readSetting(q, SWEPT)) ?? -1)
}
