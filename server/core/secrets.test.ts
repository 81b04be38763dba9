// Prints stay what they are for ever, because they are stored.
import { createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeHmac } from './secrets.ts'

it('prints are the first half of an HMAC-SHA-256', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.string({ unit: 'binary' }), (length, value) => {
      const key = randomBytes(length)
      const told = createHmac('sha256', key).update(value).digest().subarray(0, 16).toString('base64url')
      expect(makeHmac(key)(value)).toBe(told)
    }),
  )
})
