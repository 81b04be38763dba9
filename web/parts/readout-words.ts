// What statistics answer, in words and figures: verdicts, differences with their intervals, and why something is not shown.
import type { z } from 'zod'
import type { ReplyOf } from '#shared/api.ts'
import type { comparison, estimate, experimentReadout } from '#shared/contracts/experiment-readout.ts'
import { wordsOf } from '../console/words.ts'
import { count, money } from '../ui/format.ts'
import { readerLocale } from '../ui/language.ts'

export type Report = ReplyOf<'campaignReport'>
export type Readout = z.infer<typeof experimentReadout>
export type Comparison = z.infer<typeof comparison>
type Estimate = z.infer<typeof estimate>
type Metric = Estimate['metric']

/** On the wire it is open to fields that come later; these are the ones that are shown. */
export const readoutOf = (report: Pick<Report, 'experiment'>): Readout | null =>
  report.experiment.readout as unknown as Readout | null

const words = () => wordsOf('reports')
export const verdictInWords = (verdict: string): string => words().maybe(`verdict.${verdict}`)
export const metricInWords = (metric: Metric): string => words()(`metric.${metric}`)
export const hiddenInWords = (reason: string): string => words().maybe(`why.${reason}`, {}, words()('why.other'))
export const armName = (key: string): string => (key === 'holdout' ? words()('holdout') : key)
const missing = '–'

export const share = (value: number | null, digits = 2, locale = readerLocale()): string =>
  value === null
    ? missing
    : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value)

export const plain = (value: number | null, digits = 2, locale = readerLocale()): string =>
  value === null ? missing : new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)

const signed = (value: number, said: string): string => (value > 0 ? `+${said}` : said)

/** Whole minor units, also as decimal text; parts of a minor unit are rounded. Without a currency they stay minor units. */
export const moneyOr = (minor: number | string | null, currency: string): string => {
  if (minor === null) return missing
  const whole = Math.round(Number(minor))
  return currency === '' ? plain(whole, 0) : money(whole, currency)
}

/** A difference in the metric's own unit: points of conversion, or money. */
export function differenceInWords(value: number | null, metric: Metric, currency: string): string {
  if (value === null) return missing
  if (metric === 'conversion') return signed(value, words()('points', { value: plain(value * 100) }))
  return signed(value, moneyOr(value, currency))
}

export function intervalInWords({ metric, shown }: Pick<Estimate, 'metric' | 'shown'>, currency: string): string {
  const { low, high, level } = shown
  if (low === null || high === null) return words()('unknown')
  const say = (value: number) => differenceInWords(value, metric, currency)
  return words()('interval', { low: say(low), high: say(high), level: share(1 - level, 1) })
}

export const bandInWords = (
  { low, high }: { low: number | null; high: number | null },
  say: (value: number) => string,
): string => (low === null || high === null ? '' : ` (${words()('band', { low: say(low), high: say(high) })})`)

export const sidesInWords = ({
  n,
  treatment,
  control,
}: Pick<Comparison, 'treatment' | 'control'> & Pick<Estimate, 'n'>) =>
  `${count(n.treatment)} ${armName(treatment)}, ${count(n.control)} ${armName(control)}`

/** A verdict in one sentence, with the effect, what proves it and whom it rests on. */
export function sentenceInWords(
  { treatment, control, verdict, primary, p }: Comparison,
  isFinal: boolean,
  currency: string,
) {
  const { relative } = primary.shown
  const isBounded = relative.status === 'bounded' && relative.lift !== null
  const lift = (value: number) => signed(value, share(value, 1))
  const own = (value: number) => differenceInWords(value, primary.metric, currency)
  const effect = isBounded
    ? `${lift(relative.lift as number)}${bandInWords(relative, lift)}`
    : `${differenceInWords(primary.difference, primary.metric, currency)}${bandInWords(primary.shown, own)}`
  const people = words()('people', { treatment: count(primary.n.treatment), control: count(primary.n.control) })
  const decisive = isFinal ? p.fixedHolm : p.alwaysHolm
  const proof =
    decisive === null
      ? people
      : `${decisive < 0.0001 ? 'p < ' : 'p = '}${plain(Math.max(decisive, 0.0001), 4)}, ${people}`
  return words()(`sentence.${verdict}`, {
    treatment: armName(treatment),
    control: armName(control),
    metric: metricInWords(primary.metric),
    effect,
    proof,
    people,
  })
}

/** Why there is no read-out. */
export const noReadout = (isExact: boolean): string => words()(isExact ? 'nobody' : 'tooSmall')
