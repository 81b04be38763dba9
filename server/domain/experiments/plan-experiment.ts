// Pure: what an experiment will be able to show, before anybody is assigned; and when it will not.
import type { ExperimentPlan } from '#shared/contracts/experiments.ts'
import { DAY_MS } from '#shared/time.ts'
import { HOLDOUT } from './assign.ts'
import { LEVELS, type PrimaryMetric } from './plan.ts'
import { controlsForRates, detectableLift, powerAt, recipientsForMeans, type Sized } from './power.ts'

export interface Draft {
  audience: number
  holdoutBps: number
  /** Of those who are not held out; they sum to 10,000. */
  shares: { key: string; shareBps: number }[]
  startsAt: number
  assignDays: number
  /** Days in which purchases count, the tail included. */
  windowDays: number
  /** Without an offer: share of buyers; mean and spread of the margin per recipient. */
  conversion: number
  margin: { meanMinor: number; sdMinor: number } | null
  primary: PrimaryMetric
  expectedLift: number | null
  discountPerRecipientMinor: number
  power: number
}

type Comparison = ExperimentPlan['comparisons'][number]
interface Sides {
  key: string
  family: Comparison['family']
  nC: number
  nT: number
  of: number
}

const FULL_BPS = 10_000
const CURVE = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1]
/** A winner that must be half better again is a hope and no plan. */
const MOST_LIFT = 0.5

/** Instants in epoch ms. Refuses nothing: what cannot be shown is `promised: false` with its reasons. */
export function planExperiment(draft: Draft): ExperimentPlan {
  const holdout = Math.round((draft.audience * draft.holdoutBps) / FULL_BPS)
  const rest = draft.audience - holdout
  const offers = draft.shares.map(({ key, shareBps }) => ({
    key,
    kind: 'offer' as const,
    recipients: Math.round((rest * shareBps) / FULL_BPS),
  }))
  const arms =
    draft.holdoutBps > 0 ? [...offers, { key: HOLDOUT, kind: 'holdout' as const, recipients: holdout }] : offers
  const comparisons = sidesOf(arms).map((sides) => planPair(draft, sides))
  const promised = comparisons.length > 0 && comparisons.every((pair) => pair.promised)
  const matureAt = draft.startsAt + (draft.assignDays + draft.windowDays) * DAY_MS
  return {
    audience: draft.audience,
    arms,
    startsAt: new Date(draft.startsAt).toISOString(),
    matureAt: new Date(matureAt).toISOString(),
    level: LEVELS.final,
    power: draft.power,
    comparisons,
    holdoutCost: holdoutCost(draft, holdout),
    promised,
    reasons: reasonsOf(draft, comparisons),
  }
}

/** Each offer against the holdout, and against the first offer. */
function sidesOf(arms: ExperimentPlan['arms']): Sides[] {
  const holdout = arms.find(({ kind }) => kind === 'holdout')
  const offers = arms.filter(({ kind }) => kind === 'offer')
  const [reference, ...others] = offers
  const against = (control: ExperimentPlan['arms'][number], treatments: typeof offers, family: Sides['family']) =>
    treatments.map(({ key, recipients }) => ({
      key: `${key}:${control.key}`,
      family,
      nC: control.recipients,
      nT: recipients,
      of: treatments.length,
    }))
  return [
    ...(holdout === undefined ? [] : against(holdout, offers, 'pays')),
    ...(reference === undefined ? [] : against(reference, others, 'which')),
  ]
}

function planPair(draft: Draft, { key, family, nC, nT, of }: Sides): Comparison {
  const { conversion: p, margin, power, primary } = draft
  const levels = { last: LEVELS.final / of, early: LEVELS.early / of }
  const tuningN = Math.max(1, nC + nT)
  const rate: Sized = { mean: p, variance: p * (1 - p), nC, nT }
  const money: Sized | null = margin && { mean: margin.meanMinor, variance: margin.sdMinor ** 2, nC, nT }
  const detectable = (sized: Sized) => ({
    lift: detectableLift(sized, { level: levels.last, power }),
    liftAtAnyLook: detectableLift(sized, { level: levels.early, power, tuningN }),
  })
  // Revenue spreads as margin does; where neither is known only purchases can be planned.
  const decided = primary === 'conversion' || money === null ? rate : money
  const powerFor = (lift: number, level: number, n: number | null = null) =>
    nC > 0 && nT > 0 ? powerAt(decided, lift, { level, tuningN: n }) : 0
  const { lift } = detectable(decided)
  const { expectedLift } = draft
  return {
    key,
    family,
    conversion: detectable(rate),
    margin: money && detectable(money),
    curve: CURVE.map((effect) => ({
      lift: effect,
      power: powerFor(effect, levels.last),
      powerAtAnyLook: powerFor(effect, levels.early, tuningN),
    })),
    expected:
      expectedLift === null
        ? null
        : {
            lift: expectedLift,
            power: powerFor(expectedLift, levels.last),
            recipientsNeeded: needed(draft, decided, expectedLift, levels.last),
          },
    promised: lift !== null && lift <= MOST_LIFT,
  }
}

/** People of both arms together at their shares; null where no number would do. */
function needed(
  { conversion, power, primary }: Draft,
  { mean, variance, nC, nT }: Sized,
  lift: number,
  level: number,
): number | null {
  if (lift === 0 || nC === 0 || nT === 0) return null
  if (primary !== 'conversion' && mean !== conversion)
    return Math.ceil(
      recipientsForMeans({ sd: Math.sqrt(variance), delta: mean * lift, wC: nC, wT: nT }, { level, power }),
    )
  const p2 = conversion * (1 + lift)
  if (p2 <= 0 || p2 >= 1) return null
  const ratio = nT / nC
  return Math.ceil(controlsForRates({ p1: conversion, p2, ratio }, { level, power }) * (1 + ratio))
}

function holdoutCost(draft: Draft, holdout: number): ExperimentPlan['holdoutCost'] {
  const share = draft.audience === 0 ? 0 : holdout / draft.audience
  const { margin, expectedLift, discountPerRecipientMinor } = draft
  return {
    peopleFactor: share > 0 && share < 1 ? (1 / share + 1 / (1 - share)) / 4 : null,
    marginMinor:
      margin === null || expectedLift === null
        ? null
        : Math.round(holdout * (margin.meanMinor * expectedLift - discountPerRecipientMinor)),
  }
}

function reasonsOf(draft: Draft, comparisons: Comparison[]): string[] {
  const hopeless = comparisons.filter(({ promised }) => !promised)
  const isRate = draft.primary === 'conversion' || draft.margin === null
  const unseen = hopeless.some((pair) => (isRate ? pair.conversion : pair.margin)?.lift === null)
  return [
    ...(comparisons.length === 0 ? ['nothing_to_compare'] : []),
    ...(draft.holdoutBps === 0 ? ['no_holdout'] : []),
    ...(unseen ? ['not_detectable'] : []),
    ...(hopeless.length > 0 && !unseen ? ['detectable_lift_above_50_percent'] : []),
    ...(draft.primary !== 'conversion' && draft.margin === null ? ['spread_unknown'] : []),
  ]
}
