import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, READABLE } from './contrast.ts'
import { lookOf, PAPERS, paragraphs, wholeDocument } from './mail-look.ts'

const LOGO = 'cid:logo@mail'
const lookWith = (colour: string | null, logo: string | null = LOGO) => lookOf({ name: 'Lavender & Co.', colour, logo })
const colours = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 3, maxLength: 3 })
const asHex = (parts: number[]) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`

/** What a rule of the sheet says, by day or by night. */
function saidOf(document: string, selector: string, what: string) {
  const [day = '', night = ''] = document.split('@media (prefers-color-scheme:dark)')
  return [day, night].map((sheet) => {
    const rules = sheet.split('}').filter((rule) => rule.replace(/^.*>|\{(?=body)/g, '').startsWith(`${selector}{`))
    return rules.map((rule) => new RegExp(`[{;]${what}:(#[0-9a-f]{6})`).exec(rule)?.[1]).find(Boolean) ?? ''
  })
}

test('whatever colour a shop has, its links, headings and buttons can be read by day and by night', () => {
  fc.assert(
    fc.property(colours, (parts) => {
      const html = lookWith(asHex(parts))(wholeDocument('<h1>x</h1><a class="button" href="#">y</a>', 'en'))
      const [day, night] = saidOf(html, 'a,h1,h2,h3', 'color')
      expect(contrast(day ?? '', PAPERS.light)).toBeGreaterThanOrEqual(READABLE)
      expect(contrast(night ?? '', PAPERS.dark)).toBeGreaterThanOrEqual(READABLE)
      const [grounds, inks] = [saidOf(html, 'a.button', 'background'), saidOf(html, 'a.button', 'color')]
      for (const at of [0, 1]) expect(contrast(grounds[at] ?? '', inks[at] ?? '')).toBeGreaterThanOrEqual(READABLE)
      expect(html).toContain(`<h1 style="color:${day}">`)
    }),
  )
})

test('a logo stands above the words, is carried and not fetched, and has a name', () => {
  const html = lookWith('#ffee00')(wholeDocument('<p>x</p>', 'ar'))
  expect(html).toMatch(/^<!doctype html>\n<html lang="ar" dir="rtl"><head>.*<\/head><body [^>]*>\n<p><img class="logo"/)
  expect(html).toContain(`src="${LOGO}" alt="Lavender&#32;&#38;&#32;Co&#46;"`)
  expect(html).not.toMatch(/https?:|url\(|@import/)
  expect(lookWith(null, null)(wholeDocument('x', 'en'))).not.toContain('<img')
})

test('an author who brings colours of her own is left as she saw them, by day also at night', () => {
  for (const own of [
    '<div style="background:#000"><a href="https://x.example">x</a></div>',
    '<table bgcolor="black"><tr><td><h1>x</h1></td></tr></table>',
    '<style>a{color:white}</style><a href="#">x</a>',
  ]) {
    const html = lookWith('#ffee00')(wholeDocument(own, 'en'))
    expect(html).toContain(own)
    expect(html).toContain('content="light only"')
    expect(html).not.toContain('prefers-color-scheme')
  }
})

test('a tag with a style of its own is not given a second one', () => {
  const html = lookWith('#336699')(
    wholeDocument('<h2 style="margin:0">x</h2><aside>y</aside><a title="a > b">z</a>', 'en'),
  )
  expect(html).toContain('<h2 style="margin:0">x</h2><aside>y</aside><a style="color:#336699" title="a > b">z</a>')
})

test('addresses in plain text become links, without what ends their sentence', () => {
  expect(paragraphs('See https://shop.example/?a=1&b=2.\nOr <b>\n\n(https://x.example/)')).toBe(
    '<p>See <a href="https://shop.example/?a=1&amp;b=2">https://shop.example/?a=1&amp;b=2</a>.<br>Or &lt;b&gt;</p>\n' +
      '<p>(<a href="https://x.example/">https://x.example/</a>)</p>',
  )
})
