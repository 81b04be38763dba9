/** Pure: the experiments that are simulated: how many people, when they come in, what they buy, and what the offer changes. */

export interface Design {
  name: string
  metric: 'conversion' | 'revenue'
  nC: number
  nT: number
  /** All at once, or evenly over the run. */
  arrival: 'blast' | 'rolling'
  conversion: number
  /** Relative, on the conversion. 0 is A/A. */
  lift: number
  /** Of the logarithm of a basket; money only. */
  sigma: number
}

export const LOOKS = 200
/** Of the looks: how long somebody who came in may buy. */
export const WINDOW = 50
/** The median basket, minor units. */
export const BASKET = 4000

const design = (name: string, more: Partial<Design>): Design => ({
  name,
  metric: 'conversion',
  nC: 10_000,
  nT: 10_000,
  arrival: 'blast',
  conversion: 0.03,
  lift: 0,
  sigma: 1,
  ...more,
})
const skewed = { nC: 2000, nT: 18_000 }
/** Sizes at which a fixed test finds 93 of a hundred, but for the one that is named otherwise. */
const dear = { metric: 'revenue', lift: 0.3, conversion: 0.1 } as const

export const designs: Design[] = [
  design('A/A purchases, blast 50/50, 3 %', {}),
  design('A/A purchases, blast 90/10, 3 %', skewed),
  design('A/A purchases, rolling 90/10, 3 %', { ...skewed, arrival: 'rolling' }),
  design('A/A purchases, blast 50/50, 30 %', { nC: 5000, nT: 5000, conversion: 0.3 }),
  design('A/A revenue, blast 50/50, 3 %', { metric: 'revenue' }),
  design('A/A revenue, blast 90/10, 3 %', { metric: 'revenue', ...skewed }),
  design('A/A revenue, blast 90/10, 10 %', { metric: 'revenue', ...skewed, conversion: 0.1 }),
  design('A/A revenue, blast 90/10, 10 %, σ 1.5', { metric: 'revenue', ...skewed, conversion: 0.1, sigma: 1.5 }),
  design('A/B purchases +30 %, blast 50/50', { lift: 0.3 }),
  design('A/B purchases +30 %, rolling 50/50', { lift: 0.3, arrival: 'rolling' }),
  design('A/B revenue +30 %, blast 90/10', { ...dear, nC: 4700, nT: 42_300 }),
  design('A/B revenue +30 %, blast 90/10, fewer', { ...dear, nC: 4100, nT: 36_900 }),
  design('A/B revenue +30 %, blast 50/50', { ...dear, nC: 7900, nT: 7900 }),
  design('A/B revenue +30 %, rolling 50/50', { ...dear, nC: 7900, nT: 7900, arrival: 'rolling' }),
]

/** Means of single recipients: what the intervals have to cover. */
export function truthOf({ metric, conversion, lift, sigma }: Design): { control: number; treatment: number } {
  const worth = metric === 'conversion' ? 1 : BASKET * Math.exp((sigma * sigma) / 2)
  return { control: conversion * worth, treatment: conversion * (1 + lift) * worth }
}
