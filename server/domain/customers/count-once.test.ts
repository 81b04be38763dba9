import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeCounted } from './count-once.ts'

test('everything counts once, also after the table has grown many times', () => {
  const counted = makeCounted()
  const prints = Array.from({ length: 50_000 }, () => randomBytes(16).toString('base64url'))
  expect(prints.every((print) => counted.add(print))).toBe(true)
  expect(prints.some((print) => counted.add(print))).toBe(false)
  expect(counted.add(randomBytes(16).toString('base64url'))).toBe(true)
})

test('a print of zeroes counts like any other', () => {
  const counted = makeCounted()
  expect(counted.add('A'.repeat(22))).toBe(true)
  expect(counted.add('A'.repeat(22))).toBe(false)
})
