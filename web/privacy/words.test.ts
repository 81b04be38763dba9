// The languages of the pages: every one is whole, with the plural forms that its grammar has, and the words come out right.
import { describe, expect, test } from 'vitest'
import { refusals } from '#shared/refusals.ts'
import { locales, texts } from './locales/all.ts'
import { chooseLocale, nameOfLanguage, wordsFor } from './words.ts'

const plural = /_(zero|one|two|few|many|other)$/
const english = texts.get('en') ?? {}
const base = (key: string) => key.replace(plural, '')
const slots = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort()

test('there are four languages, and a file more is a language more', () => {
  expect([...locales].sort()).toEqual(['ar', 'en', 'ru', 'tr'])
})

describe.each([...texts])('%s', (locale, all) => {
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories

  test('says everything that English says, and nothing else', () => {
    expect([...new Set(Object.keys(all).map(base))].sort()).toEqual([...new Set(Object.keys(english).map(base))].sort())
  })

  test('has every plural form of its grammar where there is a number', () => {
    const counted = new Set(
      Object.keys(english)
        .filter((key) => plural.test(key))
        .map(base),
    )
    const lacking = [...counted].flatMap((key) =>
      forms.filter((form) => all[`${key}_${form}`] === undefined).map((form) => `${key}_${form}`),
    )
    const tooMany = Object.keys(all).filter(
      (key) => plural.test(key) && !forms.some((form) => key.endsWith(`_${form}`)),
    )
    expect({ lacking, tooMany }).toEqual({ lacking: [], tooMany: [] })
  })

  test('leaves the same gaps as English, but for the number where a form says it in words', () => {
    const wrong = Object.entries(all).flatMap(([key, text]) => {
      const model = english[key] ?? english[`${base(key)}_other`] ?? ''
      const wanted = slots(model).filter((slot) => slot !== 'n')
      return JSON.stringify(slots(text).filter((slot) => slot !== 'n')) === JSON.stringify(wanted) ? [] : [key]
    })
    expect(wrong).toEqual([])
    expect(Object.entries(all).filter(([, text]) => text.trim() === '' || /[<>]/.test(text))).toEqual([])
  })

  test('writes dates, money and percents its own way', () => {
    const words = wordsFor(locale, 'Europe/Istanbul')
    expect(words.day(Date.parse('2026-03-10T22:30:00Z'))).toBe(
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse('2026-03-11')),
    )
    expect(words.money(123_450, 'EUR')).toBe(
      new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(1234.5),
    )
    expect(words.money(500, 'JPY')).toContain('500')
    expect(words.percent(1250)).toMatch(/12[.,٫]5/)
    expect(wordsFor(locale, 'Not/AZone').day(0)).toBe(wordsFor(locale).day(0))
    expect(nameOfLanguage(locale).length).toBeGreaterThan(3)
  })
})

test('numbers choose their form', () => {
  const say = (locale: string, count: number) => wordsFor(locale).t('count.orders', { count })
  expect([1, 2, 5, 21, 22, 1000].map((count) => say('ru', count))).toEqual([
    '1 заказ',
    '2 заказа',
    '5 заказов',
    '21 заказ',
    '22 заказа',
    '1000 заказов'.replace('1000', new Intl.NumberFormat('ru').format(1000)),
  ])
  expect([0, 1, 2, 3, 11, 100].map((count) => say('ar', count))).toEqual([
    'لا طلبات شراء',
    'طلب شراء واحد',
    'طلبا شراء',
    '3 طلبات شراء',
    '11 طلب شراء',
    '100 طلب شراء',
  ])
})

test('what somebody wrote is put in as it is, whatever signs are in it', () => {
  const evil = '{{count}} $t(centre) <b>&'
  expect(wordsFor('en').t('sign_up.agree', { purpose: evil })).toBe(`I agree: ${evil}`)
})

test('the language is what is asked for, then the profile, then the browser, then English', () => {
  expect(chooseLocale(['tr', 'ar'], 'ru')).toBe('tr')
  expect(chooseLocale(['', 'ar-EG'], 'ru')).toBe('ar')
  expect(chooseLocale([null], 'xx, fr;q=0.9, ru-RU;q=0.8, en;q=0.2')).toBe('ru')
  expect(chooseLocale(['../en', 'zz'], 'tr;q=0, de')).toBe('en')
  expect(chooseLocale([], `${'a,'.repeat(1000)}ar`)).toBe('en')
})

test('every no of the house has words', () => {
  expect(Object.keys(refusals).length).toBeGreaterThan(50)
  for (const kind of ['session', 'link', 'code', 'throttled', 'notice', 'not_found', 'erased', 'form', 'no', 'ours']) {
    for (const locale of locales) expect(wordsFor(locale).maybe(`error.${kind}.next`)?.length).toBeGreaterThan(10)
  }
})
