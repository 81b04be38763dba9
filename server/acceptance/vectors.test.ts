/** The reference cases of the statistics, each at its own tolerance. */
import { expect, test } from 'vitest'
import { answerVector, readVectors, type Vector } from './answer-vector.ts'

const vectors = readVectors()
if (vectors === undefined) {
  const words = 'experiments-vectors.json is not here (VOUCHSAFE_DATA, or ../shared): ITS CASES DO NOT RUN.'
  console.warn(`\n${'!'.repeat(words.length)}\n${words}\n${'!'.repeat(words.length)}\n`)
}

for (const vector of vectors ?? []) {
  test(vector.id, () => {
    const expected = vector.family === 'growthbook_stated' ? vector.expected.full : vector.expected
    expect(differences(expected, answerVector(vector.family, vector.input), vector.tol, '')).toEqual([])
  })
}

test.runIf(vectors !== undefined)('there are 150 of them', () => {
  expect(vectors?.length).toBeGreaterThanOrEqual(150)
})

/** Where the answer is not what was expected; it may say more. */
function differences(expected: unknown, got: unknown, tol: Vector['tol'], path: string): string[] {
  if (typeof expected === 'number' && typeof got === 'number') {
    const rel = path.endsWith('.rateRatioMle') ? 1e-6 : (tol.rel ?? 0)
    const allowed = tol.exact ? 0 : Math.max(tol.abs ?? 0, rel * Math.abs(expected))
    return Math.abs(expected - got) <= allowed ? [] : [`${path}: ${got} instead of ${expected}`]
  }
  if (typeof expected === 'object' && expected !== null)
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, (got as Record<string, unknown> | null)?.[key], tol, `${path}.${key}`),
    )
  return Object.is(expected, got) ? [] : [`${path}: ${String(got)} instead of ${String(expected)}`]
}
