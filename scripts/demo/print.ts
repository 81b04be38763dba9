// What the demo tells on the terminal: reach and refusals, the funnel per arm, the budget, in plain aligned text.
import type { ReplyOf } from '#shared/api.ts'

type Report = ReplyOf<'campaignReport'>
type Preview = ReplyOf<'previewSegment'>

export const money = (minor: number | string | null | undefined, currency: string) =>
  typeof minor === 'number'
    ? `${(minor / 100).toLocaleString('en', { minimumFractionDigits: 2 })} ${currency}`
    : String(minor ?? '–')

export function printReport(report: Report, preview: Preview): string {
  const { budget, currency } = report
  const used =
    budget.limitMinor === null || budget.limitMinor === 0
      ? 0
      : (budget.spentMinor + budget.heldMinor + budget.reservedMinor) / budget.limitMinor
  const bar = '█'.repeat(Math.round(used * 30)).padEnd(30, '·')
  return [
    `\n${report.name}`,
    '─'.repeat(78),
    `reach    ${preview.reachable} of ${preview.matched} who match may be mailed today`,
    ...preview.refusedBy.map(
      ({ reason, category, count }) =>
        `         ${String(count).padStart(5)}  ${reason}${category === undefined ? '' : ` (${category})`}`,
    ),
    '',
    table(report),
    '',
    `budget   ${bar} ${money(budget.limitMinor, currency)}`,
    `         spent ${money(budget.spentMinor, currency)}, held ${money(budget.heldMinor, currency)}, reserved ${money(budget.reservedMinor, currency)}, free ${money(budget.freeMinor, currency)}`,
    `arms     ${report.experiment.arms.map((arm) => `${arm.key} ${arm.assigned} (${arm.shareBps / 100} %)`).join(', ')}`,
    `left out ${report.refusals.map(({ reason, count }) => `${reason} ${count}`).join(', ')}`,
  ].join('\n')
}

function table(report: Report): string {
  const names = ['assigned', 'issued', 'sent', 'held', 'redeemed', 'reversed', 'expired'] as const
  const head = `${'variant'.padEnd(24)}${names.map((name) => name.padStart(9)).join('')}${'discount'.padStart(14)}`
  const rows = [...report.funnel, { ...report.total, key: 'all' }].map(
    (row) =>
      `${row.key.padEnd(24)}${names.map((name) => String(row[name] ?? '–').padStart(9)).join('')}${money(row.discountMinor, report.currency).padStart(14)}`,
  )
  return [head, ...rows].join('\n')
}
