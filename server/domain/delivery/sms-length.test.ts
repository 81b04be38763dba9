// What a text message costs, by the signs that are in it.
import { expect, test } from 'vitest'
import { measureSms } from './sms-length.ts'

test.each([
  ['a'.repeat(160), 'GSM-7', 1, []],
  ['a'.repeat(161), 'GSM-7', 2, []],
  [`${'a'.repeat(158)}€`, 'GSM-7', 1, []],
  [`${'a'.repeat(159)}€`, 'GSM-7', 2, []],
  ['ş'.repeat(70), 'UCS-2', 1, ['ş']],
  ['ş'.repeat(71), 'UCS-2', 2, ['ş']],
  ['قسيمتك: ABC', 'UCS-2', 1, undefined],
] as const)('%s', (text, encoding, segments, outside) => {
  const found = measureSms(text)
  expect(found).toMatchObject({ encoding, segments })
  if (outside !== undefined) expect(found.outsideGsm).toEqual(outside)
})

test('a family counts as one sign', () => {
  expect(measureSms('👨‍👩‍👧').signs).toBe(1)
})
