// What our own writing of canonical JSON says is what the library for RFC 8785 says.
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'

test('is the text of RFC 8785 for every JSON value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary-ascii' }), (value) => {
      expect(canonical(value)).toBe(canonicalize(value))
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      expect(canonical(value)).toBe(canonicalize(value))
    }),
  )
})

test('leaves undefined out, sorts many keys as few, and knows no number that JSON has not', () => {
  expect(canonical({ b: 1, a: undefined, '': [undefined, null] })).toBe('{"":[null,null],"b":1}')
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`k${(at * 37) % 100}`, at]))
  expect(canonical(many)).toBe(canonicalize(many))
  expect(() => canonical({ a: Number.NaN })).toThrow(RangeError)
})
