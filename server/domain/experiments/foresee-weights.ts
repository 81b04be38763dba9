// Pure: what other shares would mean for the comparisons of an experiment, before they are given.
import { HOLDOUT } from './assign.ts'

/** Of all recipients in basis points, by arm. */
export type Weights = Record<string, number>

export interface ForeseenComparison {
  treatment: string
  control: string
  family: 'pays' | 'which'
  /** So many times as many recipients as before are needed to see the same difference; null where an arm gets nobody. */
  peopleFactor: number | null
}

/** `reference` is the offer that the others are compared with; an arm without recipients is compared with nobody. */
export function foreseeWeights(before: Weights, after: Weights, reference: string): ForeseenComparison[] {
  const offers = Object.keys(after).filter((key) => key !== HOLDOUT)
  const against = (control: string, treatments: string[], family: ForeseenComparison['family']) =>
    treatments.map((treatment) => ({
      treatment,
      control,
      family,
      peopleFactor: peopleFactor([before[treatment], before[control]], [after[treatment], after[control]]),
    }))
  return [
    ...(HOLDOUT in after ? against(HOLDOUT, offers, 'pays') : []),
    ...against(
      reference,
      offers.filter((key) => key !== reference),
      'which',
    ),
  ]
}

type Pair = [number | undefined, number | undefined]
/** The people that a comparison needs go by the sum of the inverse shares (experiments.md, 7). */
function peopleFactor(before: Pair, after: Pair): number | null {
  const needOf = (pair: Pair) => pair.reduce<number>((sum, share = 0) => sum + (share > 0 ? 1 / share : Infinity), 0)
  const factor = needOf(after) / needOf(before)
  return Number.isFinite(factor) && factor > 0 ? factor : null
}
