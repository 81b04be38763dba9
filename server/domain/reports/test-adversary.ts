// For tests of what analysts see: somebody who subtracts every answer from every other and notes what that gives away. What is few is said
// here once more, so that a limit that was lowered is found and not believed.
import type { Breakdown, CampaignReport } from '#shared/contracts/reports.ts'

export const K = 10
export const K_COUNT = 5

interface Seen {
  n: number
  buyers: number
  money: string
}

/** Remembers every state of every cell it was shown, and compares each new one with all of them. */
export function makeChecker() {
  const states = new Map<string, Map<string, Seen>>()
  const found: string[] = []
  let differences = 0
  function note(cell: string, seen: Seen): void {
    const known = states.get(cell) ?? new Map<string, Seen>()
    states.set(cell, known)
    const text = JSON.stringify(seen)
    if (known.has(text)) return
    for (const other of known.values()) {
      differences += 1
      const people = Math.abs(seen.n - other.n)
      const buyers = Math.abs(seen.buyers - other.buyers)
      if (people > 0 && people < K) found.push(`${cell} moved by ${people} people`)
      if (buyers > 0 && buyers < K_COUNT) found.push(`${cell} moved by ${buyers} buyers`)
      if (buyers === 0 && seen.money !== other.money) found.push(`${cell} moved by somebody's basket`)
    }
    known.set(text, seen)
  }
  return { note, found, count: () => differences }
}
export type Checker = ReturnType<typeof makeChecker>

export const num = (value: unknown): number => (typeof value === 'number' ? value : 0)

export function readReport(checker: Checker, report: CampaignReport): void {
  const isWhole = report.from === null && report.to === null
  const shown = report.funnel.filter((row) => typeof row.assigned === 'number')
  const hidden = report.funnel.length - shown.length
  const window = isWhole ? '' : ` ${report.from}..${report.to}`
  if (report.by !== 'day') {
    for (const row of shown) {
      if (isWhole) isLarge(checker, `${report.by} ${row.key}`, num(row.assigned), num(row.redeemed))
      checker.note(`${report.by} ${row.key}${window}`, {
        n: num(row.assigned),
        buyers: num(row.redeemed),
        money: String(row.discountMinor),
      })
    }
  }
  if (typeof report.total.assigned !== 'number') return
  const { assigned, redeemed, discountMinor } = report.total
  checker.note(`total${window}`, { n: num(assigned), buyers: num(redeemed), money: String(discountMinor) })
  if (hidden === 1 && report.by !== 'day' && isWhole)
    checker.found.push(`${report.by} hides a single cell beside its total`)
  const rest = num(assigned) - shown.reduce((sum, row) => sum + num(row.assigned), 0)
  if (rest > 0 && rest < K) checker.found.push(`${report.by}${window} leaves ${rest} people hidden together`)
  readArms(checker, report)
}

function isLarge(checker: Checker, cell: string, n: number, buyers: number): void {
  if (n < K) checker.found.push(`${cell} shows ${n} people`)
  for (const few of [buyers, n - buyers])
    if (few > 0 && few < K_COUNT) checker.found.push(`${cell} shows ${few} of ${n} who did or did not buy`)
}

function readArms(checker: Checker, { experiment }: CampaignReport): void {
  for (const arm of experiment.readout?.arms ?? []) {
    const totals = arm.totals as { revenueMinor: string }
    checker.note(`arm ${arm.key}`, { n: arm.assigned, buyers: arm.purchasers, money: totals.revenueMinor })
    checker.note(`mature ${arm.key}`, { n: arm.mature, buyers: 0, money: '' })
  }
}

export function readBreakdown(checker: Checker, { by, rows }: Breakdown): void {
  for (const [arm, some] of Map.groupBy(rows, (row) => row.arm)) {
    const shown = some.filter((row) => typeof row.assigned === 'number')
    if (some.length - shown.length === 1 && some.length > 1) checker.found.push(`${by} of ${arm} hides a single cell`)
    for (const row of shown) {
      const [n, buyers] = [num(row.assigned), num(row.purchasers)]
      isLarge(checker, `${by} ${arm} ${row.value}`, n, buyers)
      checker.note(`${by} ${arm} ${row.value}`, { n, buyers, money: row.revenueMinor ?? '' })
    }
    if (shown.length < some.length || by === 'curve') continue
    const sum = (name: 'assigned' | 'purchasers') => shown.reduce((total, row) => total + num(row[name]), 0)
    // Beside the whole arm, whenever that was shown; the money is rounded here and exact there.
    checker.note(`people of ${arm}`, { n: sum('assigned'), buyers: sum('purchasers'), money: '' })
  }
}
