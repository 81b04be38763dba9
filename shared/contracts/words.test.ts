// Words of the wire that look right and are not.
import { expect, test } from 'vitest'
import { newPurpose, recordConsents } from './consent.ts'
import { timeZone } from './words.ts'

test.each(['Europe/Berlin', 'UTC', 'America/Argentina/Ushuaia'])('%s is a zone', (zone) => {
  expect(timeZone.safeParse(zone).success).toBe(true)
})
test.each(['+02:00', '-0500', 'Mars/Base', '', ' UTC'])('%j is no zone with a summer time of its own', (zone) => {
  expect(timeZone.safeParse(zone).success).toBe(false)
})

test('there is no wildcard for purposes, and none can be called like one', () => {
  const decision = { channel: 'email', category: 'contact.email', decision: 'grant' }
  const body = (purpose: string) => ({
    customerReference: 'ann',
    noticeVersion: 1,
    locale: 'en',
    method: 'form',
    decisions: [{ purpose, ...decision }],
  })
  expect(recordConsents.safeParse(body('offers')).success).toBe(true)
  expect(recordConsents.safeParse(body('all')).error?.issues[0]?.path).toEqual(['decisions', 0, 'purpose'])
  expect(newPurpose.safeParse({ key: 'all', legalBasis: 'consent', title: 'All' }).success).toBe(false)
})
