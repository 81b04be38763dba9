// Takes the two pictures of the README: `node scripts/take-privacy-pictures.ts`. The choices in English and why she got a voucher
// in Arabic, as the server writes them, for an invented person; 900 pixels wide, light.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wholePage } from '../web/privacy/layout.ts'
import type { Card, CellChoice, Frame } from '../web/privacy/models.ts'
import { choicesPage } from '../web/privacy/pages/choices.ts'
import { whyPage } from '../web/privacy/pages/vouchers.ts'
import { wordsFor } from '../web/privacy/words.ts'
import { openBrowser } from '../web/test-browser.ts'

const AT = Date.parse('2026-03-10T12:00:00Z')
const YEARS = 2 * 365 * 24 * 3_600_000

type Told = Pick<CellChoice, 'channel' | 'category' | 'state'>
function cardOf(purpose: string, title: string, benefit: string, cells: Told[]): Card {
  return {
    ...{ purpose, title, benefit, incentive: null, legalBasis: 'consent', justification: null, objected: false },
    cells: cells.map((cell) => ({
      ...cell,
      since: cell.state === 'granted' ? AT : null,
      noticeVersion: cell.state === 'granted' ? 3 : null,
      expiresAt: cell.state === 'granted' ? AT + YEARS : null,
      clause: purpose,
      byGuardian: false,
    })),
  }
}

const frameFor = (locale: string): Frame => ({
  words: wordsFor(locale, 'Europe/Istanbul'),
  path: '/privacy/choices',
  kept: {},
  session: 'x'.repeat(43),
  style: '/style.css',
  script: '/press.js',
  controller: {
    name: 'Lavender & Co.',
    address: '1 High Street, Springfield',
    contact: 'privacy@shop.example',
    responsible: { name: 'Dr. Rukiye Öz', contact: 'dpo@shop.example' },
    authority: null,
  },
  optOut: false,
  news: null,
})

const birthday = (on: CellChoice['state']) =>
  (['email', 'sms'] as const).flatMap((channel): Told[] => [
    {
      channel,
      category: channel === 'email' ? 'contact.email' : 'contact.phone',
      state: channel === 'email' ? on : 'unknown',
    },
    { channel, category: 'birthdate', state: channel === 'email' ? on : 'unknown' },
  ])

const english = frameFor('en')
const choices = choicesPage(
  english,
  {
    ...{
      noticeVersion: 3,
      labelsSha256: null,
      restricted: false,
      objectedToAll: false,
      snoozedUntil: null,
      version: null,
      changesToSee: 0,
    },
    cards: [
      cardOf('birthday_offers', 'Birthday offers', 'A voucher each year on your birthday.', birthday('granted')),
      cardOf('cart_reminders', 'Cart reminders', 'A word when something is left in your cart.', [
        { channel: 'email', category: 'contact.email', state: 'unknown' },
        { channel: 'email', category: 'cart_activity', state: 'unknown' },
      ]),
    ],
  },
  'cards',
)
const arabic = frameFor('ar')
const why = whyPage(arabic, {
  voucherId: 'vch_1',
  rule: [
    { key: 'why.trigger.birthday', values: { leadDays: 3 } },
    { key: 'why.condition.gte', values: { field: 'orders.count', value: 2 } },
  ],
  purposeKey: 'birthday_offers',
  purpose: 'عروض عيد الميلاد',
  legalBasis: 'consent',
  categories: ['birthdate', 'purchase_history', 'contact.email'],
  consents: [
    { at: AT - YEARS / 4, noticeVersion: 3, category: 'birthdate' },
    { at: AT - YEARS / 4, noticeVersion: 3, category: 'contact.email' },
  ],
  issuedAt: AT,
  canStop: true,
})

const pictures = [
  ['picture-choices.png', wholePage(english, choices, 'choices')],
  ['picture-why-arabic.png', wholePage(arabic, why, 'vouchers')],
] as const

const browser = await openBrowser()
const page = await browser.newPage({
  viewport: { width: 1000, height: 900 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
})
for (const [name, document] of pictures) {
  await page.route('**/*', (route) => {
    const file = /\/(style\.css|press\.js)$/.exec(route.request().url())?.[1]
    const type = file?.endsWith('.css') ? 'text/css' : file === undefined ? 'text/html' : 'text/javascript'
    const body = file === undefined ? document : readFileSync(join(import.meta.dirname, '../web/privacy', file), 'utf8')
    return route.fulfill({ body, contentType: `${type}; charset=utf-8` })
  })
  await page.goto(`http://shop.invalid/${name}`)
  await page.screenshot({ path: join(import.meta.dirname, '../web/privacy', name) })
  await page.unroute('**/*')
}
await browser.close()
