// HTML as a value: what stands between the words of a template is text and is escaped; only `html` itself makes HTML. Pure.

/** Escaped once and for all. Made by `html` alone. */
export class Markup {
  readonly #text: string
  constructor(strings: readonly string[], parts: readonly Part[]) {
    this.#text = strings.reduce((soFar, string, i) => soFar + (i === 0 ? '' : spell(parts[i - 1])) + string, '')
  }
  toString(): string {
    return this.#text
  }
}

/** What may stand in a template: text, numbers, HTML, lists of these; what is absent or not so leaves nothing. */
export type Part = Markup | string | number | null | undefined | boolean | readonly Part[]

/** Attributes stand in double quotes, and no part stands in a tag's name, in a script or in a style. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings, parts)
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Signs that cannot be seen and would turn the text around, or end where HTML reads a name; lines and tabs stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

export const escapeHtml = (text: string): string =>
  text
    .toWellFormed()
    .replace(unseen, ' ')
    .replace(/[&<>"']/g, (sign) => escapes[sign] ?? '')

function spell(part: Part): string {
  if (part === null || part === undefined || typeof part === 'boolean') return ''
  if (part instanceof Markup) return part.toString()
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map(spell).join('')
}
