// Pure: the one question to the statistics. A frozen plan, what is known, and the time: what the report shows.
import { benjaminiHochberg, holm } from './adjust.ts'
import { bestOf, posterior } from './bayes.ts'
import { checkAssignment } from './check-assignment.ts'
import { decide } from './decide.ts'
import type { Evidence } from './evidence.ts'
import { foreseen, type Plan } from './plan.ts'
import { readArm } from './read-arm.ts'
import { type Mode, type Pair, type PairFigures, readPair } from './read-pair.ts'
import { sentenceOf } from './sentence.ts'
import { armTotal } from './sums.ts'
import type { ExperimentReadout, PairReadout, Verdict } from './verdicts.ts'

const DAY_MS = 86_400_000
/** Twyman's law: any figure that looks interesting is usually wrong. */
const TOO_GOOD = 0.5
const OTHERS_SHARE = 0.02

/** `now` in epoch ms. The answer holds no NaN and no infinity, and may be put on the wire as it is. */
export function compare(frozen: Plan, evidence: Evidence, now: number): ExperimentReadout {
  const plan = foreseen(frozen, evidence.assignedDays, now)
  const hybrid = plan.decideAt !== null && !plan.endMoved
  const final = hybrid && plan.decideAt !== null && now >= plan.decideAt
  const { early, sequential, final: last } = plan.levels
  const mode: Mode = final ? { kind: 'fixed', level: last } : { kind: 'always', level: hybrid ? early : sequential }
  const { unplanned, ...srm } = checkAssignment(plan, evidence)
  const arms = plan.arms.map((arm) => readArm(frozen, evidence, arm))
  const assigned = arms.reduce((sum, arm) => sum + arm.assigned, 0)
  const mature = arms.reduce((sum, arm) => sum + arm.mature, 0)
  const maturity = {
    assigned,
    mature,
    share: assigned === 0 ? null : mature / assigned,
    daysRunning: Math.max(0, (now - plan.launchedAt) / DAY_MS),
  }
  const comparisons = familiesOf(plan).flatMap((pairs) => {
    const figures = pairs.map((pair) => readPair(plan, evidence, pair, mode))
    return judge(figures, { plan, evidence, mode, final, maturity, srmP: srm.p })
  })
  return {
    version: plan.version,
    at: now,
    primary: plan.primary,
    final,
    decideAt: plan.decideAt,
    mode: hybrid ? 'hybrid' : 'sequential',
    maturity,
    srm,
    arms,
    comparisons,
    best: bestArms(plan, evidence),
    quality: qualityOf(plan, evidence),
    warnings: [
      ...(unplanned ? ['unplanned_arm'] : []),
      ...(srm.checks.some(({ what, alarm }) => what !== 'assigned' && alarm) ? ['biased_measurement'] : []),
      ...(evidence.holdoutMeasured ? [] : ['holdout_not_measured']),
      ...(plan.endMoved ? ['end_moved'] : []),
    ],
  }
}

/** Two questions, two families: does it pay (each offer against the holdout), and which offer (against the reference). */
export function familiesOf({ arms, reference }: Plan): Pair[][] {
  const holdout = arms.find(({ kind }) => kind === 'holdout')?.key
  const offers = arms.filter(({ kind }) => kind === 'offer').map(({ key }) => key)
  const others = offers.filter((key) => key !== reference)
  const family = (control: string, treatments: string[], name: Pair['family']): Pair[] =>
    treatments.map((treatment) => ({ control, treatment, family: name, of: treatments.length }))
  return [
    ...(holdout === undefined ? [] : [family(holdout, offers, 'pays')]),
    ...(reference === null ? [] : [family(reference, others, 'which')]),
  ].filter((pairs) => pairs.length > 0)
}

interface Court {
  plan: Plan
  evidence: Evidence
  mode: Mode
  final: boolean
  maturity: ExperimentReadout['maturity']
  srmP: number
}

/** The verdicts of a family, which share its error. */
function judge(family: PairFigures[], court: Court): PairReadout[] {
  const alwaysHolm = holm(family.map(({ pAlways }) => pAlways ?? 1))
  const fixedHolm = holm(family.map(({ pFixed }) => pFixed ?? 1))
  const explored = explore(family, court.final)
  return family.map((figures, i) => {
    const { pAlways, pFixed, ...shown } = figures
    const p = {
      always: pAlways,
      alwaysHolm: pAlways === null ? null : (alwaysHolm[i] as number),
      fixed: pFixed,
      fixedHolm: pFixed === null ? null : (fixedHolm[i] as number),
      level: court.mode.level,
    }
    const verdict = verdictOf(figures, p, court)
    const { treatment, control, primary } = figures
    const decisive = court.final ? p.fixedHolm : p.alwaysHolm
    const told = court.evidence.told?.[figures.key]
    return {
      ...shown,
      secondary: figures.secondary.map((estimate, j) => ({ ...estimate, pAdjusted: explored[i]?.[j] ?? null })),
      p,
      verdict,
      sentence: sentenceOf({
        verdict,
        treatment,
        control,
        primary,
        p: decisive,
        indifference: court.plan.indifference,
      }),
      warnings: warningsOf(figures, court),
      told: told === undefined ? null : { ...told, differs: told.verdict !== verdict },
    }
  })
}

/** The secondary metrics of all comparisons of a family together; null where there is no p. */
function explore(family: PairFigures[], final: boolean): (number | null)[][] {
  const ps = family.map(({ secondary }) => secondary.map((estimate) => (final ? estimate.fixed.p : estimate.always.p)))
  const adjusted = benjaminiHochberg(ps.flat().filter((p) => p !== null))
  let at = 0
  return ps.map((row) => row.map((p) => (p === null ? null : (adjusted[at++] as number))))
}

function verdictOf(figures: PairFigures, p: PairReadout['p'], court: Court): Verdict {
  const { plan, evidence, maturity } = court
  const { primary, treatment, control, guardrails, family } = figures
  if (family === 'pays' && !evidence.holdoutMeasured) return 'not_measurable'
  const [t, c] = [armTotal(evidence, treatment), armTotal(evidence, control)]
  const buyers = [t.mature.purchasers, c.mature.purchasers]
  const levels = { early: court.final ? plan.levels.early : court.mode.level, final: plan.levels.final }
  return decide(
    {
      srmP: court.srmP,
      minArmAssigned: Math.min(t.assigned, c.assigned),
      minArmConversions: Math.min(...buyers),
      totalConversions: buyers.reduce((sum, count) => sum + count, 0),
      minArmPurchasers: Math.min(...buyers),
      metricKind: plan.primary === 'conversion' ? 'rate' : 'money',
      daysRunning: maturity.daysRunning,
      maturedShare: maturity.share ?? 0,
      isFinal: court.final,
      pAlwaysValidHolm: p.alwaysHolm,
      pFixedHolm: p.fixedHolm,
      estimate: primary.difference,
      guardrailsOk: guardrails.every(({ ok }) => ok),
      finalInterval: [primary.shown.low, primary.shown.high],
      indifference: plan.indifference,
    },
    levels,
  )
}

function warningsOf({ primary, exact, novelty, pullForward, live }: PairFigures, court: Court): string[] {
  const { relative } = primary.shown
  return [
    ...(relative.lift !== null && Math.abs(relative.lift) > TOO_GOOD ? ['too_good_to_be_true'] : []),
    ...(relative.status === 'unbounded' ? ['relative_unbounded'] : []),
    ...(relative.status === 'control_mean_not_positive'
      ? [primary.metric === 'conversion' ? 'control_without_purchase' : 'control_mean_not_positive']
      : []),
    ...(primary.status === 'no_variance' ? ['no_variance'] : []),
    ...(primary.epochs.used > 1 ? ['weights_changed'] : []),
    ...(novelty?.changing ? ['effect_is_changing'] : []),
    ...(pullForward?.pulledForward ? ['pulled_forward'] : []),
    ...(exact?.rateRatio.label === 'hazard_ratio' ? ['ratio_is_not_lift'] : []),
    ...(court.maturity.mature < court.maturity.assigned && live.status !== 'no_data'
      ? ['live_includes_open_windows']
      : []),
  ]
}

/** Only where one set of weights ran: otherwise the arms' totals compare mixtures. */
function bestArms(plan: Plan, evidence: Evidence): ExperimentReadout['best'] {
  const epochs = new Set(evidence.cells.filter(({ mature }) => mature.n > 0).map(({ epoch }) => epoch))
  const arms = plan.arms.flatMap(({ key }) => {
    const { mature } = armTotal(evidence, key)
    return mature.n === 0 ? [] : [{ key, beta: posterior(mature.purchasers, mature.n) }]
  })
  if (epochs.size > 1 || arms.length < 2) return []
  return bestOf(arms.map(({ beta }) => beta)).map((best, i) => ({ arm: arms[i]?.key ?? '', ...best }))
}

function qualityOf(plan: Plan, evidence: Evidence): ExperimentReadout['quality'] {
  const totals = plan.arms.map(({ key }) => armTotal(evidence, key))
  const redeemed = totals.reduce((sum, total) => sum + total.redeemed, 0)
  const byOthers = totals.reduce((sum, total) => sum + total.redeemedByOthers, 0)
  const share = redeemed === 0 ? null : byOthers / redeemed
  return {
    redeemedByOthersShare: share,
    flagged: share !== null && share > OTHERS_SHARE,
    duplicates: evidence.duplicates,
    lateFacts: evidence.lateFacts,
  }
}
