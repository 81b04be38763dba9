import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseLocale, writeMessage } from './message.ts'

test.each([
  [['en', 'de', 'pt-BR'], 'de', 'de'],
  [['en', 'de'], 'de-CH', 'de'],
  [['en', 'pt-BR'], 'PT-br', 'pt-BR'],
  [['en', 'pt-BR'], 'pt-PT', 'pt-BR'],
  [['en', 'zh-Hant'], 'zh-Hant-TW', 'zh-Hant'],
  [['fr', 'en'], 'ja', 'fr'],
  [['fr', 'en'], null, 'fr'],
  [[], 'en', null],
])('of %j a customer who reads %s gets %s', (offered, wanted, chosen) => {
  expect(chooseLocale(offered, wanted)).toBe(chosen)
})

test('values are escaped for where they stand', () => {
  const values = { 'customer.givenName': `Ann "<b>" & O'Neil`, 'voucher.code': 'A&B C' }
  const { subject, text, html } = writeMessage(
    {
      subject: 'For {{customer.givenName}}',
      text: 'Dear {{ customer.givenName }}, {{voucher.code}}',
      html: '<p title="{{customer.givenName}}">{{customer.givenName}}</p><a href="https://shop.example/?c={{voucher.code}}">go</a>',
    },
    'en',
    values,
  )
  expect(subject).toBe(`For Ann "<b>" & O'Neil`)
  expect(text).toBe(`Dear Ann "<b>" & O'Neil, A&B C`)
  expect(html).toContain('>Ann &quot;&lt;b&gt;&quot; &amp; O&#39;Neil</p>')
  expect(html).toContain('href="https://shop.example/?c=A%26B%20C"')
  expect(html).toContain('title="Ann&#32;&#34;&#60;b&#62;&#34;&#32;&#38;&#32;O&#39;Neil"')
})

test('a name with line ends begins no header and no line', () => {
  const values = { 'customer.givenName': 'Eve\r\nBcc: all@shop.example\r\n\r\n<html>' }
  const { subject, text } = writeMessage(
    { subject: 'Hi {{customer.givenName}}', text: 'Hi {{customer.givenName}}' },
    'en',
    values,
  )
  expect(subject).toBe('Hi Eve Bcc: all@shop.example <html>')
  expect(text.split('\n').length).toBe(1)
})

test('without HTML the text becomes quiet paragraphs; without a subject its first line is the subject', () => {
  const { subject, html } = writeMessage({ text: 'Hello\n\nYour code: {{voucher.code}}\nBye' }, 'ar', {
    'voucher.code': 'X',
  })
  expect(subject).toBe('Hello')
  expect(html).toContain('<p>Your code: X<br>Bye</p>')
  expect(html).toContain('dir="rtl"')
})

test('a variable without a value leaves nothing', () => {
  expect(writeMessage({ text: 'a{{customer.givenName}}b {{ x }} {c}' }, 'en', { x: 'y' }).text).toBe('ab y {c}')
})

test('no value makes a tag, an attribute or a line of its own', () => {
  const html = '<p class={{v}}>{{v}}</p><a href="{{v}}">x</a>'
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (v) => {
      const plain = writeMessage({ text: 'x', html }, 'en', { v: '' }).html
      const filled = writeMessage({ text: '{{v}}', subject: '{{v}}', html }, 'en', { v })
      expect(filled.html.match(/<[a-z]+/g)).toEqual(plain.match(/<[a-z]+/g))
      expect(filled.subject).not.toMatch(/[\r\n]/)
      expect(filled.text).not.toMatch(/[\r\n]/)
    }),
  )
})
