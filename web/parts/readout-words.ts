// What statistics answer, in words and figures: verdicts, differences with their intervals, and why something is not shown.
import type { z } from 'zod'
import type { ReplyOf } from '#shared/api.ts'
import type { comparison, estimate, experimentReadout } from '#shared/contracts/experiment-readout.ts'
import { count, money } from '../ui/format.ts'
import { readerLocale } from '../ui/language.ts'

export type Report = ReplyOf<'campaignReport'>
export type Readout = z.infer<typeof experimentReadout>
export type Comparison = z.infer<typeof comparison>
type Estimate = z.infer<typeof estimate>

/** On the wire it is open to fields that come later; these are the ones that are shown. */
export const readoutOf = (report: Pick<Report, 'experiment'>): Readout | null =>
  report.experiment.readout as unknown as Readout | null

export const verdictWords: Record<Comparison['verdict'], string> = {
  invalid_srm: 'Not valid',
  collecting: 'Collecting',
  keep_running: 'Goes on',
  winner: 'Winner',
  winner_blocked_by_guardrail: 'Held by a guardrail',
  loser: 'Loser',
  no_meaningful_difference: 'No difference that matters',
  inconclusive: 'No answer',
  not_measurable: 'Not measurable',
}
export const guardrailWords = { margin: 'margin', refunds: 'refunds', discount: 'discount cost' } as const
export const metricWords = {
  conversion: 'buyers per recipient',
  revenue: 'revenue per recipient',
  discount: 'discount per recipient',
  margin: 'margin per recipient',
} as const
export const checkWords = {
  assigned: 'who was assigned',
  issued: 'who got a voucher',
  delivered: 'whom it reached',
  referenced: 'whose orders carry a reference',
} as const
const hiddenWords: Record<string, string> = {
  primary_n: 'fewer than ten people stand behind it',
  primary_count: 'fewer than five of its people bought, or did not',
  dominance: 'one or two people make most of its money',
  complementary: 'with it another hidden figure could be worked out',
}

export const hiddenInWords = (reason: string): string => hiddenWords[reason] ?? 'too few people stand behind it'
export const armName = (key: string): string => (key === 'holdout' ? 'Holdout' : key)
const missing = '–'

export const share = (value: number | null, digits = 2, locale = readerLocale()): string =>
  value === null
    ? missing
    : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value)

export const plain = (value: number | null, digits = 2, locale = readerLocale()): string =>
  value === null ? missing : new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)

const signed = (value: number, words: string): string => (value > 0 ? `+${words}` : words)

/** Whole minor units, also as decimal text; parts of a minor unit are rounded. */
export const moneyOr = (minor: number | string | null, currency: string): string =>
  minor === null ? missing : money(Math.round(Number(minor)), currency)

/** A difference in the metric's own unit: points of conversion, or money. */
export function differenceInWords(value: number | null, metric: Estimate['metric'], currency: string): string {
  if (value === null) return missing
  if (metric === 'conversion') return signed(value, `${plain(value * 100)} points`)
  return signed(value, moneyOr(value, currency))
}

export function intervalInWords({ metric, shown }: Pick<Estimate, 'metric' | 'shown'>, currency: string): string {
  const { low, high, level } = shown
  if (low === null || high === null) return 'not known yet'
  const say = (value: number) => differenceInWords(value, metric, currency)
  return `${say(low)} to ${say(high)} (${share(1 - level, 1)} interval)`
}

export const bandInWords = ({ low, high }: { low: number | null; high: number | null }, say: (n: number) => string) =>
  low === null || high === null ? '' : ` (${say(low)} to ${say(high)})`

export const looksInWords = (kind: 'always' | 'fixed'): string =>
  kind === 'always' ? 'Safe to look at any time' : 'The one test at the end'

export const sidesInWords = ({
  n,
  treatment,
  control,
}: Pick<Comparison, 'treatment' | 'control'> & Pick<Estimate, 'n'>) =>
  `${count(n.treatment)} ${armName(treatment)}, ${count(n.control)} ${armName(control)}`

/** Why there is no read-out. */
export const noReadout = (isExact: boolean): string =>
  isExact
    ? 'Nobody has been assigned yet. Figures appear with the first voucher.'
    : 'An arm is still so small that one could guess who is in it. Figures appear once at least ten people stand behind each of them.'
