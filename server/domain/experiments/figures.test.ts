// Figures that others worked out (scipy, statsmodels, mpmath, R), copied so that the house can check itself without them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg, holm } from './adjust.ts'
import { bayesNormal, bayesRates, bestOf, posterior } from './bayes.ts'
import { tableOf } from './beta-table.ts'
import { capAt } from './cap.ts'
import { alwaysValid, multiplier } from './confidence-sequence.ts'
import * as distributions from './distributions.ts'
import { eventTest } from './event-test.ts'
import { relativeLift } from './fieller.ts'
import { exactVariance, rateMoments } from './moments.ts'
import { controlsForRates, detectableLift, powerAt, recipientsForMeans } from './power.ts'
import { clopperPearson, newcombe, pooledZ, wilson } from './rates.ts'
import { carefulP, leanOf, straighten, thirdMoment } from './skew.ts'
import { chiSquare, sequentialSrm } from './srm.ts'
import { fixedTest, welch } from './welch.ts'

const near = (got: number | null | undefined, wanted: number, rel = 1e-8) =>
  expect(Math.abs((got ?? Number.NaN) - wanted), `${got} for ${wanted}`).toBeLessThanOrEqual(
    rel * Math.abs(wanted) + 1e-14,
  )

test.each([
  ['normal', distributions.normalCdf(-20), 2.7536241186062337e-89],
  ['normal quantile', distributions.normalQuantile(1e-12), -7.034483825301132],
  ['Student', distributions.studentTCdf(-20, 999.5), 2.0572399050833724e-75],
  ['Student quantile', distributions.studentTQuantile(0.975, 30.7), 2.040321537812142],
  ['chi-square', distributions.chiSquareSf(1300, 1), 1.1303728441492743e-284],
  ['beta', distributions.betaCdf(1e-6, 1, 1000), 0.000999500666125591],
  ['beta, upper', distributions.betaSf(0.03, 501, 19501), 1.1283018719926173e-5],
])('%s tails', (_, got, wanted) => {
  expect(Math.abs(got / wanted - 1)).toBeLessThan(1e-9)
})

test('a variance from sums loses nothing', () => {
  expect(exactVariance(4, 4_000_000_040n, 4_000_000_080_000_000_490n)).toBe(30)
  expect(exactVariance(1, 5n, 25n)).toBeNull()
})

const control = { yes: 480, n: 20_000 }
const treatment = { yes: 612, n: 20_000 }

test('rates: pooled z, Wilson, Clopper-Pearson, Newcombe, Welch', () => {
  near(pooledZ(control, treatment).z, 4.050169082398309)
  near(pooledZ(control, treatment).p, 5.118063887513136e-5)
  near(wilson(control, 0.05)?.low, 0.02196853181975324)
  near(clopperPearson(control, 0.05)?.high, 0.026216595454897115)
  near(newcombe(control, treatment, 0.05)?.low, 0.0034085725421624594)
  const test = fixedTest(welch(rateMoments(20_000, 480), rateMoments(20_000, 612)), 0.05)
  near(test.p, 5.109673641759923e-5)
  near(test.high, 0.009793325041090751)
})

test('Bayesian read-outs', () => {
  const read = bayesRates(posterior(480, 20_000), posterior(612, 20_000))
  near(read.probTreatmentBetter, 0.999974704848947, 1e-9)
  near(read.lift.low, 0.13327132798699326, 1e-6)
  near(read.lift.high, 0.43443513990491156, 1e-6)
  const all = bayesRates(posterior(57, 60), posterior(60, 60))
  near(all.lift.high, 0.14430578148272222, 1e-6)
  const best = bestOf([9, 14, 11].map((yes) => posterior(yes, 300)).concat(posterior(20, 310)))
  near(best[3]?.probBest, 0.7874210243842216, 1e-6)
  near(best[0]?.expectedLoss, 0.036339687277392216, 1e-6)
  near(
    bayesNormal({ estimate: -0.031, se: 0.018 }, { mean: 0, variance: 0.09 }).probTreatmentBetter,
    0.04279530001659742,
  )
})

test('a distribution that was written down answers as the function itself', () => {
  const count = fc.integer({ min: 1, max: 300_000 })
  fc.assert(
    fc.property(count, count, fc.double({ min: -6, max: 6, noNaN: true }), (a, b, z) => {
      const table = tableOf({ a, b })
      const u = Math.log(a / b) + z * Math.sqrt(1 / a + 1 / b)
      const x = 1 / (1 + Math.exp(-u))
      near(table.cdf(x), distributions.betaCdf(x, a, b), 1e-9)
      near(table.sf(x), distributions.betaSf(x, a, b), 1e-9)
    }),
  )
})

test('the two losses differ by the two means, whoever has more recipients', () => {
  const arm = fc
    .tuple(fc.integer({ min: 1, max: 5000 }), fc.nat(5000))
    .map(([n, yes]) => ({ n, yes: Math.min(n, yes) }))
  fc.assert(
    fc.property(arm, arm, (c, t) => {
      const read = bayesRates(posterior(c.yes, c.n), posterior(t.yes, t.n))
      const gap = (t.yes + 1) / (t.n + 2) - (c.yes + 1) / (c.n + 2)
      expect(Math.abs(read.lossChooseControl - read.lossChooseTreatment - gap)).toBeLessThan(1e-9)
      const turned = bayesRates(posterior(t.yes, t.n), posterior(c.yes, c.n))
      expect(Math.abs(read.probTreatmentBetter + turned.probTreatmentBetter - 1)).toBeLessThan(1e-8)
    }),
    { numRuns: 100 },
  )
})

/** Worked out elsewhere (scipy's incomplete beta function on a fine grid): buyers of recipients, and what follows. */
test.each([
  [0, 1, 1, 1, [0.8333333333333334, 0.03333333333333332, -0.6127016653785698, 1.2152504370218695, 51.955658870983676]],
  [0, 500, 0, 500, [0.5, 0.0009950228994292023, -0.9743103513595311, 0, 37.92618439415707]],
  [
    500,
    500,
    499,
    500,
    [0.24975024975025, 0.0024885502853988, -0.009630951321613885, -0.001713536756434, 0.004604551737455],
  ],
  [
    3,
    20_000,
    9,
    180_000,
    [0.03416016673117915, 0.0001450308138137, -0.9046196455619, -0.7074572503382, 0.1109490619868],
  ],
  [
    900,
    1000,
    950,
    1000,
    [0.999990087316583, 2.52824118636e-8, 0.029580542752021714, 0.05538968013932506, 0.08290502466483],
  ],
  [0, 100_000, 5, 100, [1, 9.042359848015389e-24, 1171.890005320968, 8034.689193170582, 231885.21556167028]],
] as const)(
  'posteriors of %i of %i against %i of %i, also where nobody or everybody bought',
  (xC, nC, xT, nT, wanted) => {
    const { probTreatmentBetter, lossChooseTreatment, lift } = bayesRates(posterior(xC, nC), posterior(xT, nT))
    const got = [probTreatmentBetter, lossChooseTreatment, lift.low, lift.median, lift.high]
    for (const [i, value] of wanted.entries()) near(got[i], value, 1e-9)
  },
)

test('the best of eight that are nearly alike, and of three of which nobody knows much', () => {
  const eight = bestOf(Array.from({ length: 8 }, (_, i) => posterior(30 + i, 1000)))
  near(eight[0]?.probBest, 0.03556382204251499)
  near(eight[7]?.expectedLoss, 0.005855554868295309)
  const three = bestOf([posterior(0, 10), posterior(3, 1000), posterior(400, 180_000)])
  near(three[0]?.probBest, 0.9559326273515208)
  near(three[2]?.expectedLoss, 0.08121510304779561)
})

test('a lift of a few in a million keeps its digits', () => {
  const d = welch(rateMoments(1_000_000, 999_997), rateMoments(2, 2))
  const relative = relativeLift(d, fixedTest(d, 0.01).critical)
  near(relative.lift, 3.000009000027e-6, 1e-8)
  near(relative.low, -1.4614669129982187e-6, 1e-8)
  near(relative.high, 7.461524722822655e-6, 1e-8)
})

test('always-valid intervals and the exact test on events', () => {
  near(multiplier(40_000, 5000, 0.05), 3.2121578299242395)
  near(alwaysValid({ difference: 0.02, se: 0.004 }, 500, 5000, 0.05).p, 0.005307048332094756)
  const events = eventTest(
    [
      { xC: 2, xT: 31, atRiskC: 2000, atRiskT: 18_000 },
      { xC: 5, xT: 77, atRiskC: 1998, atRiskT: 17_969 },
      { xC: 6, xT: 120, atRiskC: 1993, atRiskT: 17_892 },
      { xC: 4, xT: 82, atRiskC: 1987, atRiskT: 17_772 },
    ],
    0.05,
  )
  near(events.p, 0.0604525550450827)
  near(events.low, 0.9881746285133458)
  near(events.high, 5.084613700462916)
  expect(eventTest([], 0.05)).toMatchObject({ p: 1, mle: null, low: 0, high: null })
})

test('the check of the arms', () => {
  near(chiSquare([10_012, 10_105, 9880, 3009], [0.3, 0.3, 0.3, 0.1]).p, 7.690330837409624e-7)
  expect(chiSquare([1030, 970, 5], [0.5, 0.5, 0])).toMatchObject({ df: 1, unplanned: true })
  near(sequentialSrm([[100, 900]], [0.5, 0.5]).logBayesFactor, 29.07160282606708)
})

test('power, people and what they can show', () => {
  near(controlsForRates({ p1: 0.03, p2: 0.036, ratio: 9 }, { level: 0.05, power: 0.8 }), 7937.514902735353)
  near(recipientsForMeans({ sd: 2080, delta: 60, wC: 0.1, wT: 0.9 }, { level: 0.05, power: 0.8 }), 104806.76939101201)
  const sized = { mean: 0.024, variance: 0.023424, nC: 20_000, nT: 20_000 }
  near(powerAt(sized, 0.2, { level: 0.05, tuningN: 20_000 }), 0.443557254953114)
  near(detectableLift(sized, { level: 0.05, power: 0.8 }), 0.19704818081142972)
  expect(detectableLift({ ...sized, nC: 5 }, { level: 0.05, power: 0.8 })).toBeNull()
})

test('families and caps', () => {
  near(holm([0.01, 0.04, 0.03, 0.005, 0.55, 0.6])[1], 0.12)
  near(benjaminiHochberg([0.898, 0.138, 0.007, 0.964, 0.538, 0.006, 0.138])[4], 0.7532)
  expect(capAt([0, 0, 4990, 0, 12_900, 7450, 3999, 250_000], 0.99)).toBe(240_516)
})

test('the second look at money: arms of one size are left as they are, others never look surer than before', () => {
  const third = thirdMoment({ n: 20_000, purchasers: 2000, sum: 13e6, squares: 2.4e11 })
  expect(third).toBeGreaterThan(0)
  expect(leanOf(third, { nC: 10_000, nT: 10_000, se: 40 })).toBe(0)
  expect(leanOf(third, { nC: 2000, nT: 18_000, se: 80 })).toBeLessThan(0)
  const pair = { difference: 170, se: 78, dof: 2500, nC: 2000, nT: 18_000 }
  expect(carefulP(pair, 0.03, third) ?? 0).toBeGreaterThan(0.03)
  expect(carefulP({ ...pair, nC: 10_000, nT: 10_000 }, 0.03, third)).toBeCloseTo(0.03, 2)
  fc.assert(
    fc.property(
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: -6, max: 6, noNaN: true }),
      (t, step, lean) => straighten(t + step, lean) >= straighten(t, lean) - 1e-9,
    ),
  )
})
