// Pure: a verdict in one sentence, as a key with raw values for translations and in plain English.
import type { PrimaryMetric } from './plan.ts'
import type { Estimate, Interval, Sentence, Verdict } from './verdicts.ts'

export interface Said {
  verdict: Verdict
  treatment: string
  control: string
  primary: Estimate
  p: number | null
  /** In the primary metric's unit, where the plan names one. */
  indifference: number | null
}

const things: Record<PrimaryMetric, string> = {
  conversion: 'purchases per recipient',
  revenue: 'revenue per recipient',
  margin: 'margin per recipient',
}

export function sentenceOf({ verdict, treatment, control, primary, p, indifference }: Said): Sentence {
  const metric = primary.metric as PrimaryMetric
  const { relative, low, high, level, kind } = primary.shown
  const values = {
    treatment,
    control,
    metric,
    lift: relative.lift,
    liftLow: relative.low,
    liftHigh: relative.high,
    difference: primary.difference,
    low,
    high,
    level,
    interval: kind,
    p,
    nTreatment: primary.n.treatment,
    nControl: primary.n.control,
    indifference,
  }
  return { key: `experiment.${verdict}.${metric}`, values, text: textOf(verdict, values, effectOf(primary)) }
}

type Values = { treatment: string; control: string; metric: PrimaryMetric; p: number | null } & Record<
  'nTreatment' | 'nControl',
  number
>

function textOf(
  verdict: Verdict,
  { treatment, control, metric, p, nTreatment, nControl }: Values,
  effect: string,
): string {
  const thing = things[metric]
  const people = `${whole(nTreatment)} against ${whole(nControl)} recipients`
  const proof = p === null ? people : `${chance(p)}, ${people}`
  const texts: Record<Verdict, string> = {
    winner: `${treatment} beats ${control}: ${effect} ${thing} (${proof}).`,
    winner_blocked_by_guardrail: `${treatment} beats ${control} in ${thing} (${effect}), but it breaks a guardrail, so it is not called (${proof}).`,
    loser: `${treatment} does worse than ${control}: ${effect} ${thing} (${proof}).`,
    no_meaningful_difference: `${treatment} and ${control} differ by less than what was said to matter: ${effect} ${thing} (${proof}).`,
    inconclusive: `${treatment} against ${control} ended without an answer: ${effect} ${thing} (${proof}).`,
    keep_running: `${treatment} against ${control} goes on: so far ${effect} ${thing}, which is not yet proof (${proof}).`,
    collecting: `${treatment} against ${control} is still collecting: too little is known to look at a difference (${people}).`,
    invalid_srm: `${treatment} against ${control} cannot be judged: recipients did not come into the arms as the weights say.`,
    not_measurable: `${treatment} against ${control} is not measurable: the orders of the arm without an offer are not sent.`,
  }
  return texts[verdict]
}

/** The relative lift where it has bounds, else the difference itself. */
function effectOf({ metric, difference, shown }: Estimate): string {
  const { relative } = shown
  const isRate = metric === 'conversion'
  if (relative.status === 'bounded' && relative.lift !== null)
    return `${percent(relative.lift)}${between(relative, percent)}`
  if (difference === null) return 'no difference to tell of in'
  return isRate ? `${points(difference)}${between(shown, points)}` : `${minor(difference)}${between(shown, minor)}`
}

const between = ({ low, high }: Interval, show: (value: number) => string): string =>
  low === null || high === null ? '' : ` (between ${show(low)} and ${show(high)})`
/** Made once: making one costs more than the figures it writes. */
const withDigits = [1, 2].map(
  (digits) => new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
)
const withGroups = new Intl.NumberFormat('en')
const signed = (value: number, digits: 1 | 2): string =>
  `${value < 0 ? '-' : '+'}${withDigits[digits - 1]?.format(Math.abs(value))}`
const percent = (value: number): string => `${signed(value * 100, 1)} %`
const points = (value: number): string => `${signed(value * 100, 2)} points of`
const minor = (value: number): string => `${signed(value, 1)} minor units of`
const whole = (value: number): string => withGroups.format(value)
const chance = (p: number): string => (p < 0.0001 ? 'p < 0.0001' : `p = ${p.toFixed(4)}`)
