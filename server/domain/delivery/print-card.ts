// A voucher for paper: a card as SVG with the code as letters and as a QR code, and sheets of cards to print; pure.
import { renderSVG } from 'uqr'
import { escapeText, isRightToLeft } from '#shared/mail-look.ts'

export interface Card {
  code: string
  /** What it is worth, in the reader's words. */
  title: string
  expiresOn: string
  locale: string
}

const WIDTH = 856
const HEIGHT = 540
const QR = 300

/** 85.6 × 54 mm, as cards are; it names no other file, so that it can stand in a letter or an invoice as it is. */
export function cardSvg({ code, title, expiresOn, locale }: Card): string {
  const isRtl = isRightToLeft(locale)
  const x = isRtl ? WIDTH - 60 : 60
  const say = (text: string, y: number, size: number, weight = 400) =>
    `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}"${isRtl ? ' direction="rtl"' : ''}>${escapeText(text)}</text>`
  const qr = renderSVG(code, { border: 2, ecc: 'M' })
  const inner = /<svg[^>]*viewBox="([^"]*)"[^>]*>([\s\S]*)<\/svg>/.exec(qr)
  const qrX = isRtl ? 60 : WIDTH - QR - 60
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="85.6mm" height="54mm" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(`${title}: ${code}`)}" font-family="system-ui, sans-serif">`,
    `<rect x="4" y="4" width="${WIDTH - 8}" height="${HEIGHT - 8}" rx="28" fill="#fff" stroke="#3b2a5a" stroke-width="4"/>`,
    `<g fill="#1d1530">${say(clip(title), 120, 44, 700)}${say(expiresOn, 180, 28)}</g>`,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 50}" font-size="52" font-weight="700" letter-spacing="2" text-anchor="middle" font-family="ui-monospace, monospace" fill="#1d1530" direction="ltr">${escapeText(code)}</text>`,
    `<svg x="${qrX}" y="90" width="${QR}" height="${QR}" viewBox="${inner?.[1] ?? '0 0 1 1'}" shape-rendering="crispEdges">${inner?.[2] ?? ''}</svg>`,
    '</svg>',
  ].join('\n')
}

const LONGEST_TITLE = 18
const clip = (title: string) => {
  const signs = [...title]
  return signs.length <= LONGEST_TITLE ? title : `${signs.slice(0, LONGEST_TITLE - 1).join('')}…`
}

/** A page that prints ten cards on each sheet of A4. */
export function cardSheet(cards: readonly Card[]): string {
  const style =
    '@page{size:A4;margin:12mm}body{margin:0;display:flex;flex-wrap:wrap;gap:2mm}svg{break-inside:avoid}body>svg{display:block}'
  const body = cards.map(cardSvg).join('\n')
  return `<!doctype html>\n<html lang="${escapeText(cards[0]?.locale ?? 'en')}"><head><meta charset="utf-8"><title>Cards</title><style>${style}</style></head><body>\n${body}\n</body></html>\n`
}
