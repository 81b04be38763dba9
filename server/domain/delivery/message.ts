// Writes a message for one person: which language, and what stands for {{…}} in each context; pure.
import { VARIABLE } from '#campaigns/message-variables.ts'
import { escapeAttribute, escapeText, paragraphs, wholeDocument } from '#shared/mail-look.ts'
import { quietHtml } from '#shared/quiet-html.ts'

/** A message as the campaign has it, in one language. */
export interface MessageTexts {
  subject?: string | undefined
  text: string
  html?: string | undefined
}
export interface Written {
  locale: string
  /** One line. */
  subject: string
  text: string
  /** A whole document that fetches nothing. */
  html: string
}

const LONGEST_SUBJECT = 300
const SUBJECT_FROM_TEXT = 78
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
const unseen = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g

/** The customer's own language, then the same without its region, then any region of it, then the first there is. */
export function chooseLocale(offered: readonly string[], wanted: string | null): string | null {
  const known = new Map(offered.map((locale) => [locale.toLowerCase(), locale]))
  const parts = (wanted ?? '').toLowerCase().split('-')
  for (let length = parts.length; length > 0; length--) {
    const found = known.get(parts.slice(0, length).join('-'))
    if (found !== undefined) return found
  }
  const related = offered.find((locale) => locale.toLowerCase().split('-')[0] === parts[0])
  return related ?? offered[0] ?? null
}

/** `values` by the name of the variable; a name without a value leaves nothing. */
export function writeMessage(texts: MessageTexts, locale: string, values: Record<string, string>): Written {
  const plain = (name: string) => oneLine(values[name.trim()] ?? '')
  const text = fillText(texts.text, plain)
  const subject = oneLine((texts.subject ?? firstLine(texts.text)).replace(VARIABLE, (_, name: string) => plain(name)))
  // Addresses become links before the values stand in: what somebody is called makes none.
  const body = fillHtml(texts.html ?? paragraphs(texts.text), plain)
  return {
    locale,
    subject: subject.slice(0, LONGEST_SUBJECT).toWellFormed(),
    text,
    html: wholeDocument(texts.html === undefined ? body : quietHtml(body), locale),
  }
}

/** Line ends would begin a header of their own in a subject, and signs of direction would turn the text around. */
const oneLine = (value: string) => value.replace(unseen, ' ').trim()

const firstLine = (text: string) => (text.trim().split('\n')[0] ?? '').slice(0, SUBJECT_FROM_TEXT)

/** Inside an address a value is percent-encoded, so that it can be no more than a part of it. */
function fillText(text: string, value: (name: string) => string): string {
  return text.replace(VARIABLE, (_, name: string, at: number) => {
    const isInAddress = /\bhttps?:\/\/\S*$/i.test(text.slice(Math.max(0, at - 2000), at))
    return isInAddress ? encodeURIComponent(value(name)) : value(name)
  })
}

function fillHtml(html: string, value: (name: string) => string): string {
  return html.replace(VARIABLE, (_, name: string, at: number) => {
    const before = html.slice(0, at)
    const isInTag = before.lastIndexOf('<') > before.lastIndexOf('>')
    if (!isInTag) return escapeText(value(name))
    return /\b(href|src)\s*=\s*["']?[^"'>]*$/i.test(before)
      ? encodeURIComponent(value(name))
      : escapeAttribute(value(name))
  })
}
