// What every marketing mail ends with: why it came, how to end that with one press, and who sends it; pure.
import type { Controller } from '#shared/contracts/consent.ts'
import type { LegalBasis } from '#shared/kinds.ts'
import { directionOf, escapeText } from '#shared/mail-look.ts'
import type { Written } from './message.ts'
import { nearest } from './values.ts'
import { dayOf, isolated, isolatesInHtml, languageFor, senderLines, translate } from './write-service.ts'

export interface Reason {
  legalBasis: LegalBasis
  /** What the purpose is called in the reader's language. */
  purpose: string
  /** When she agreed (epoch ms); null on the other bases. */
  agreedAt: number | null
  /** The reader's own locale: the day stands as her region writes it, like those of the message. */
  readIn?: string | null
}

/** The message with its last lines, in the reader's language where we write it. `link` unsubscribes. */
export function withFooter(written: Written, reason: Reason, link: string, controller: Controller | null): Written {
  const language = languageFor(written.locale)
  const [why, stop, sender] = linesOf(reason, language, controller)
  const text = `${written.text.trimEnd()}\n\n-- \n${[why, `${stop} ${link}`, ...sender].join('\n')}\n`
  const anchor = `<a href="${escapeText(link)}" dir="ltr">${escapeText(link)}</a>`
  const inHtml = (line: string) => isolatesInHtml(escapeText(line))
  const html = [inHtml(why), `${inHtml(stop)} ${anchor}`, ...sender.map(inHtml)]
  const block = `<hr><p lang="${language}" dir="${directionOf(language)}">${html.join('<br>')}</p>`
  return { ...written, text, html: written.html.replace(/<\/body><\/html>\s*$/, `${block}\n</body></html>\n`) }
}

type Lines = [why: string, stop: string, sender: string[]]
const MOST_KEPT = 1000
const kept = new Map<string, Lines>()

/** Thousands agreed on the same day to the same purpose: what they are told of it is put together once. */
function linesOf(reason: Reason, language: string, controller: Controller | null): Lines {
  const agreedOn = reason.agreedAt === null ? '' : dayOf(reason.agreedAt, nearest(reason.readIn ?? null, language))
  const key = JSON.stringify([language, reason.legalBasis, reason.purpose, agreedOn, controller])
  const known = kept.get(key)
  if (known !== undefined) return known
  const sender = controller === null ? [] : senderLines(language, controller)
  const lines: Lines = [sentence(reason, agreedOn, language), translate(language, 'marketing.stop'), sender]
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(key, lines)
  return lines
}

/** A text message has no room for more than the way out. */
export const withStop = (written: Written, link: string): Written => ({
  ...written,
  text: `${written.text.trimEnd()}\nSTOP: ${link}`,
})

function sentence({ legalBasis, purpose: title }: Reason, agreedAt: string, language: string): string {
  const purpose = isolated(title, language)
  if (legalBasis === 'contract') return translate(language, 'marketing.contract', { purpose })
  if (legalBasis === 'legitimate_interest') return translate(language, 'marketing.interest', { purpose })
  return translate(language, 'marketing.reason', { purpose, agreedAt })
}
