// How the shop's mails look: its logo, and its colour as far as it can be read, by day and by night. Pure; the designer's
// preview is made by it as well.
import { inkOn, readableOn } from './contrast.ts'

export interface MailLook {
  /** What stands in the logo's place where images are not shown. */
  name: string
  /** As #rrggbb; null for the house's own. */
  colour: string | null
  /** Where the image is found inside of the mail (cid:) or of the page that shows it (data:). */
  logo: string | null
}

export const PAPERS = { light: '#ffffff', dark: '#17151c' } as const
const INKS = { light: '#1d1b20', dark: '#ece9f1' } as const
const LINES = { light: '#cfcad6', dark: '#4a4553' } as const
const OWN_COLOUR = '#1b6b4a'
const FONT = "16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"

const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi'])
export const isRightToLeft = (locale: string): boolean => rightToLeft.has(locale.toLowerCase().split('-')[0] ?? '')
export const directionOf = (locale: string): 'rtl' | 'ltr' => (isRightToLeft(locale) ? 'rtl' : 'ltr')

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escapeText = (value: string): string => value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? '')

/** Nothing but letters and digits is safe in an attribute that may stand without quotes. */
export const escapeAttribute = (value: string): string =>
  value.replace(/[^\p{L}\p{N}]/gu, (sign) => `&#${sign.codePointAt(0)};`)

/** Plain text as paragraphs, its addresses as links; the text keeps its own line ends. */
export function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((one) => `<p>${withLinks(one.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
}

/** What ends a sentence after an address is no part of it. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/gi
function withLinks(text: string): string {
  let html = ''
  let at = 0
  for (const found of text.matchAll(ADDRESS)) {
    const address = escapeText(found[0])
    html += `${escapeText(text.slice(at, found.index))}<a href="${address}">${address}</a>`
    at = found.index + found[0].length
  }
  return html + escapeText(text.slice(at))
}

/** A document of its own, in the direction of its language; it wears nothing yet. */
export function wholeDocument(body: string, locale: string): string {
  const inner = body.replace(/<\/?(html|head|body)\b[^>]*>/gi, '')
  return `<!doctype html>\n<html lang="${escapeAttribute(locale)}" dir="${directionOf(locale)}"><body>\n${inner}\n</body></html>\n`
}

/** The same document as the shop's own: `lookOf` once for many mails, then each of them through it. */
export function lookOf({ name, colour, logo }: MailLook): (document: string) => string {
  const light = coloursOn('light', colour)
  const dark = coloursOn('dark', colour)
  const sheet = `${shapes}${rules(light, '')}`
  const night = `@media (prefers-color-scheme:dark){${rules(dark, '!important')}.logo{background:#fff!important;padding:8px;border-radius:6px}}`
  const plain = head('light dark', sheet + night)
  const fixed = head('light only', sheet)
  const mark =
    logo === null
      ? ''
      : `\n<p><img class="logo" src="${escapeText(logo)}" alt="${escapeAttribute(name)}" style="max-height:48px;max-width:192px"></p>`
  const body = `<body style="margin:0 auto;max-width:600px;padding:20px 24px 32px;border-top:4px solid ${light.brand};font:${FONT}">${mark}`
  return (document) => {
    // A text that brings colours of its own is left as its author saw it: by day, also at night.
    const isColoured = OWN_COLOURS.test(document)
    const dressed = isColoured ? document : document.replace(tintable, (tag) => `${tag} style="${tintOf(tag, light)}"`)
    return dressed.replace('<body>', () => `${isColoured ? fixed : plain}${body}`)
  }
}

interface Colours {
  paper: string
  ink: string
  line: string
  /** The shop's colour, moved until text in it can be read on the paper. */
  brand: string
  /** What can be read on the shop's colour. */
  onBrand: string
}

function coloursOn(paper: keyof typeof PAPERS, colour: string | null): Colours {
  const brand = readableOn(colour ?? OWN_COLOUR, PAPERS[paper])
  return { paper: PAPERS[paper], ink: INKS[paper], line: LINES[paper], brand, onBrand: inkOn(brand) }
}

const OWN_COLOURS = /\b(?:background(?:-color|-image)?|color)\s*:|\bbgcolor\s*=|\scolor\s*=/i
/** Mail programs that know no style sheet know at least these. */
const tintable = /<(?:a|h[1-3])(?=[\s>])(?![^>]*\sstyle=)(?:\s+class="button")?/gi
const BUTTON = 'display:inline-block;padding:12px 20px;border-radius:6px;text-decoration:none;font-weight:600'
const tintOf = (tag: string, { brand, onBrand }: Colours) =>
  tag.includes('button') ? `${BUTTON};background:${brand};color:${onBrand}` : `color:${brand}`

const shapes = `h1,h2,h3{line-height:1.25}img{max-width:100%}hr{border:0;border-top:1px solid ${LINES.light};margin:28px 0 16px}a.button{${BUTTON}}`
const rules = ({ paper, ink, line, brand, onBrand }: Colours, weight: string) =>
  `body{background:${paper}${weight};color:${ink}${weight};border-top-color:${brand}${weight}}a,h1,h2,h3{color:${brand}${weight}}a.button{background:${brand}${weight};color:${onBrand}${weight}}hr{border-top-color:${line}${weight}}`

const head = (schemes: string, sheet: string) =>
  `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="${schemes}"><meta name="supported-color-schemes" content="${schemes}"><style>:root{color-scheme:${schemes}}${sheet}</style></head>`
