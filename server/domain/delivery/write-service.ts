// Writes a service mail in the reader's language: plain text and simple HTML that links to our own host only; pure.
import { createInstance, type i18n } from 'i18next'
import { escapeText, isRightToLeft, wholeDocument } from '#shared/mail-look.ts'
import { chooseLocale, type Written } from './message.ts'
import type { ServiceKind } from './service-mail.ts'
import { serviceTexts } from './service-texts/all.ts'

export interface Author {
  /** Links begin with it and with nothing else. */
  publicUrl: string
  controller: {
    name: string
    address: string
    contact: string
    responsible?: { name: string; contact: string } | undefined
  } | null
}
type Values = Readonly<Record<string, string | number>>

/** Where each mail leads; null for those that lead nowhere. */
const pathOf: Record<ServiceKind, (values: Values) => string | null> = {
  doi: ({ token }) => `/c/${token}`,
  change_notice: ({ version }) => `/notices/${version}`,
  consent_reminder: () => '/privacy',
  guardian_request: ({ token }) => `/g/${token}`,
  guardian_notify_child: () => '/privacy',
  magic_link: ({ token }) => `/privacy/in/${token}`,
  second_step_code: () => null,
  request_receipt: () => '/privacy',
  request_answer: () => null,
  erased: () => null,
  contact_changed: () => '/privacy',
  report: () => null,
  team_invitation: ({ token }) => `/console/join#token=${token}`,
  team_reset: ({ token }) => `/console/join#token=${token}`,
}

/** `locale` is the reader's; the nearest language we write is taken. Values are text, however they look. */
export function writeService(kind: ServiceKind, locale: string, values: Values, author: Author): Written {
  const language = languageFor(locale)
  const path = pathOf[kind](values)
  // the page speaks the language of the mail
  const link = path === null ? '' : `${author.publicUrl}${inLanguage(path, language)}`
  const words: Record<string, string | number> = { link }
  for (const [name, value] of Object.entries(values)) words[name] = readable(name, value, language)
  const say = (key: string) => translate(language, key, words)
  const paragraphs = [...say(`${kind}.text`).split(/\n{2,}/), ...footer(language, author)]
  const subject = say(`${kind}.subject`).replace(/\s+/g, ' ').trim()
  return {
    locale: language,
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: wholeHtml(paragraphs, link, language),
  }
}

/** What stands behind # is sent to no server, and stays at the end. */
function inLanguage(path: string, language: string): string {
  const [page, fragment] = path.split('#')
  return `${page}?lang=${language}${fragment === undefined ? '' : `#${fragment}`}`
}

/** The same as a text message: who writes, what about, and where to go or the code; the page says the rest. */
export function writeServiceText(kind: ServiceKind, locale: string, values: Values, author: Author): Written {
  const language = languageFor(locale)
  const path = pathOf[kind](values)
  const words: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(values)) words[name] = readable(name, value, language)
  const subject = translate(language, `${kind}.subject`, words).replace(/\s+/g, ' ').trim()
  const told = path === null ? String(words.code ?? words.text ?? '') : `${author.publicUrl}${path}`
  const from = author.controller === null ? '' : `${author.controller.name}: `
  return { locale: language, subject, text: `${from}${subject}\n${told}`.trim(), html: '' }
}

/** The language of ours that comes nearest to a reader's locale. */
export function languageFor(locale: string | null): string {
  const offered = Object.keys(serviceTexts)
  const [own = ''] = (locale ?? '').toLowerCase().split('-')
  return offered.includes(own) ? (chooseLocale(offered, locale) ?? 'en') : 'en'
}

/** One text of a language with its values; what a value holds is never read as a text of its own. */
export function translate(language: string, key: string, values: Values = {}): string {
  return translator().t(key, { ...values, lng: language })
}

/** An instant as a day of the reader's language, in UTC. */
export function dayOf(instant: number | string, language: string): string {
  const format = days.get(language) ?? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  days.set(language, format)
  return format.format(new Date(instant))
}
/** Making a format takes longer than writing a hundred mails with it. */
const days = new Map<string, Intl.DateTimeFormat>()

let made: i18n | undefined
function translator(): i18n {
  if (made !== undefined) return made
  made = createInstance()
  void made.init({
    lng: 'en',
    fallbackLng: 'en',
    resources: Object.fromEntries(
      Object.entries(serviceTexts).map(([locale, texts]) => [locale, { translation: texts }]),
    ),
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  })
  return made
}

/** Lines that cannot be seen or that turn the text around have no place in it; only an answer has paragraphs of its own. */
function readable(name: string, value: string | number, language: string): string | number {
  if (typeof value === 'number') return value
  if (name.endsWith('At')) return dayOf(value, language)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  return value.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
const turning = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const isolate = '\u2068'
const isolateEnds = '\u2069'

/** A value of another direction than the sentence keeps its own, so that its full stop stays at its end; on one line. */
export function isolated(value: string, language: string): string {
  const said = value
    .trim()
    .replace(/\s*\n\s*/g, ', ')
    .replace(turning, ' ')
  const isMixed = isRightToLeft(language) || FROM_RIGHT.test(said)
  return isMixed ? `${isolate}${said}${isolateEnds}` : said
}

/** What is isolated in plain text, in HTML. */
export const isolatesInHtml = (html: string): string =>
  html.replaceAll(isolate, '<bdi>').replaceAll(isolateEnds, '</bdi>')

function footer(language: string, { controller }: Author): string[] {
  const lines = ['—', translate(language, 'footer.service')]
  if (controller === null) return lines
  return [...lines, ...senderLines(language, controller)]
}

/** Who sends it, and who is responsible for the data. */
export function senderLines(language: string, controller: NonNullable<Author['controller']>): [string, string] {
  const own = (value: string) => isolated(value, language)
  const { name, contact } = controller.responsible ?? controller
  return [
    translate(language, 'footer.sender', { name: own(controller.name), address: own(controller.address) }),
    translate(language, 'footer.responsible', { name: own(name), contact: own(contact) }),
  ]
}

function wholeHtml(paragraphs: string[], link: string, language: string): string {
  const escaped = escapeText(link)
  const body = paragraphs.map((one) => {
    const inner = isolatesInHtml(escapeText(one)).replaceAll('\n', '<br>')
    return `<p>${link !== '' && one === link ? `<a href="${escaped}">${escaped}</a>` : inner}</p>`
  })
  return wholeDocument(body.join('\n'), language)
}
