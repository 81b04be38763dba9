// What a password costs, and that only its own text fits: at the real cost, which team.test.ts does without.
import { expect, it } from 'vitest'
import { fitsPassword, hashPassword } from './password.ts'

const PASSWORD = 'a sentence nobody guesses'

it('is kept as scrypt of OWASP’s cost under a salt of its own', async () => {
  const [one, two] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(two).not.toBe(one)
})

it('fits however it was composed, nothing else fits, and nobody’s hash fits nothing', async () => {
  const hash = await hashPassword('crème brûlée at five')
  expect(await fitsPassword('crème brûlée at five'.normalize('NFD'), hash)).toBe(true)
  expect(await fitsPassword('creme brulee at five', hash)).toBe(false)
  expect(await fitsPassword(PASSWORD, null)).toBe(false)
  expect(await fitsPassword(PASSWORD, undefined)).toBe(false)
})

it('is compared two at a time; who comes when forty wait is asked to come again', async () => {
  // A hash with a small cost of its own is compared at that cost.
  const cheap = `scrypt$32$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`
  const ends = await Promise.allSettled(Array.from({ length: 50 }, () => fitsPassword(PASSWORD, cheap)))
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(42)
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'server.busy' })
})
