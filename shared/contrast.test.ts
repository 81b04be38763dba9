// Contrast as WCAG counts it, and colours that can always be read.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, inkOn, READABLE, readableOn } from './contrast.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('known ratios', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(contrast('#777777', '#ffffff')).toBeLessThan(READABLE)
})

test('whatever the brand: it can be read on light and on dark paper, and so can what is written on it', () => {
  fc.assert(
    fc.property(colour, (own) => {
      for (const paper of ['#faf8f4', '#121714']) {
        const found = readableOn(own, paper)
        expect(contrast(found, paper)).toBeGreaterThanOrEqual(READABLE)
        expect(contrast(inkOn(found), found)).toBeGreaterThanOrEqual(READABLE)
        if (contrast(own, paper) >= READABLE) expect(found).toBe(own)
      }
    }),
  )
})
