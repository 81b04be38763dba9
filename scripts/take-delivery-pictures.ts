// Takes the pictures of delivery for the README: `node scripts/take-delivery-pictures.ts`. A mail in English and in Arabic as it
// is written for an invented person, the on-site element on a shop's page, and a card to print; light, small.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFooter } from '#delivery/footer.ts'
import { writeMessage } from '#delivery/message.ts'
import { cardSvg } from '#delivery/print-card.ts'
import { lookOf } from '#shared/mail-look.ts'
import { openBrowser } from '../web/test-browser.ts'

const CODE = '1TN67-V4372-WX9D'
const controller = { name: 'Lavender & Co.', address: '1 High Street, Springfield', contact: 'privacy@shop.example' }
const link = 'https://vouchers.shop.example/u/Jc2Rb0l6'
const agreedAt = Date.parse('2026-03-10T12:00:00Z')

/** A shop with a colour and a logo of its own, drawn here so that there is no file of it. */
const logo = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" width="176" height="44"><rect width="176" height="44" rx="8" fill="#6b3fa0"/><text x="88" y="29" font-family="sans-serif" font-size="20" font-weight="700" fill="#fff" text-anchor="middle">Lavender</text></svg>')}`
const dress = lookOf({ name: controller.name, colour: '#6b3fa0', logo })

function mail(locale: string, subject: string, text: string, purpose: string): string {
  const written = writeMessage({ subject, text }, locale, {})
  return dress(withFooter(written, { legalBasis: 'consent', purpose, agreedAt }, link, controller).html)
}

const english = mail(
  'en',
  'Happy birthday, Ada',
  `Dear Ada,\n\nhappy birthday! Here is 10 % off whatever you like best:\n\n${CODE}\n\nIt is good until 22 December 2026.\n\nYours, Lavender & Co.`,
  'Birthday offers',
)
const arabic = mail(
  'ar',
  'عيد ميلاد سعيد يا آدا',
  `عزيزتي آدا،\n\nعيد ميلاد سعيد! هذا خصم 10٪ على ما تحبينه:\n\n${CODE}\n\nصالح حتى 22 ديسمبر 2026.\n\nمع تحيات Lavender & Co.`,
  'عروض عيد الميلاد',
)
const offers = [
  {
    voucherId: 'vch_1',
    code: CODE,
    title: 'Something for you, Ada',
    text: '10 % off your next order of tea.',
    locale: 'en',
  },
  {
    voucherId: 'vch_2',
    code: '4K2HX-90RTW-1QEM',
    title: 'قسيمة لك يا آدا',
    text: 'خصم 5 يورو على طلبك القادم.',
    locale: 'ar',
  },
].map((offer) => ({ ...offer, expiresAt: '2026-12-22T22:59:59.999Z' }))
const shop = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
  <style>body{font:16px system-ui;margin:2rem;color:#222;background:#faf7f2}main{max-width:34rem}</style>
  <script type="module" src="/onsite/vouchsafe-offer.js"></script>
  <main><h1>Your basket</h1><p>Two articles, 42.00 EUR</p><vouchsafe-offer token="x"></vouchsafe-offer></main></html>`
const card = cardSvg({ code: CODE, title: '10 % off tea', expiresOn: 'Until 22 December 2026', locale: 'en' })

const pictures = [
  ['picture-mail-english.png', english, 460],
  ['picture-mail-arabic.png', arabic, 460],
  ['picture-onsite.png', shop, 560],
  ['picture-card.png', `<!doctype html><meta charset="utf-8"><body style="margin:16px">${card}`, 260],
] as const

const browser = await openBrowser()
for (const [name, document, height] of pictures) {
  const page = await browser.newPage({
    viewport: { width: 640, height },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/onsite/vouchsafe-offer.js') {
      const body = readFileSync(join(import.meta.dirname, '../web/onsite/vouchsafe-offer.js'), 'utf8')
      return route.fulfill({ body, contentType: 'text/javascript; charset=utf-8' })
    }
    if (pathname === '/v1/onsite/offers') return route.fulfill({ json: { data: offers } })
    return route.fulfill({ body: document, contentType: 'text/html; charset=utf-8' })
  })
  await page.goto(`http://shop.invalid/${name}`)
  if (name === 'picture-onsite.png') await page.locator('vouchsafe-offer code').first().waitFor()
  await page.screenshot({ path: join(import.meta.dirname, '../web/onsite', name) })
  await page.close()
}
await browser.close()
