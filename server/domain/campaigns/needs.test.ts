import { expect, test } from 'vitest'
import { isMessageVariable, needsOfMessage, variablesIn } from './message-variables.ts'
import { cellsOf, needsOf } from './needs.ts'

const favourite = { kind: 'percent_off' as const, bps: 2500, maxMinor: 1, scope: { favouriteCategory: true as const } }
const plain = { kind: 'free_shipping' as const, maxMinor: 500 }

test('what a campaign needs is hidden in the rule, the trigger, the offer or the message', () => {
  const nothing = { rule: [], trigger: [], offers: [plain], message: {} }
  expect(needsOf(nothing)).toEqual([])
  expect(needsOf({ ...nothing, rule: ['location', 'age'] })).toEqual(['age', 'location'])
  expect(needsOf({ ...nothing, trigger: ['birthdate'] })).toEqual(['birthdate'])
  expect(needsOf({ ...nothing, offers: [plain, favourite] })).toEqual(['purchase_history'])
  const message = { en: { text: 'x' }, de: { subject: 'Für {{customer.givenName}}', text: 'x' } }
  expect(needsOf({ ...nothing, message, rule: ['name'] })).toEqual(['name'])
})

test('cells are every channel times every need and its contact', () => {
  const terms = { purpose: 'offers', channels: ['email' as const, 'onsite' as const] }
  expect(cellsOf(terms, ['name']).map(({ channel, category }) => `${channel} ${category}`)).toEqual([
    'email contact.email',
    'email name',
    'onsite contact.account',
    'onsite name',
  ])
})

test('variables are found with their place, known or not', () => {
  const message = {
    en: { subject: '{{ campaign.name }}', text: 'Dear {{customer.givenName}}, {{voucher.code}}', html: '<b>{{}}</b>' },
    de: { text: '{{customer.favouriteCategory}} {{toString}}' },
  }
  expect(variablesIn(message).map(({ path, name }) => `${path}=${name}`)).toEqual([
    'message.en.subject=campaign.name',
    'message.en.text=customer.givenName',
    'message.en.text=voucher.code',
    'message.en.html=',
    'message.de.text=customer.favouriteCategory',
    'message.de.text=toString',
  ])
  expect(needsOfMessage(message)).toEqual(['name', 'purchase_history'])
  expect(['', 'toString', 'voucher.code'].map(isMessageVariable)).toEqual([false, false, true])
})
