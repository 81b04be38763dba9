// The one way the house says no: a code of shared/refusals.ts, thrown once, told as problem+json by the front doors.
import type { Detail } from '#shared/refusal-details/en.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'

export interface FieldError {
  path: string
  message: string
  code?: string
  /** What stands in the message, by name, for those who say it in another language. */
  values?: Record<string, string>
}

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: string | undefined
  /** The same with what stands in it apart, for those who say it in another language. */
  readonly said: Detail | undefined
  readonly errors: FieldError[] | undefined
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined

  constructor(code: RefusalCode, more: { detail?: Detail; errors?: FieldError[]; retryAfter?: number } = {}) {
    const detail = more.detail === undefined ? undefined : fillIn(more.detail)
    super(detail ?? refusals[code][1])
    this.name = 'Refusal'
    this.code = code
    this.detail = detail
    this.said = more.detail
    this.errors = more.errors
    this.retryAfter = more.retryAfter
  }

  get status(): number {
    return refusals[this.code][0]
  }

  get title(): string {
    return refusals[this.code][1]
  }
}

/** A sentence with what stands in it, in English or as `translate` says it. */
export function fillIn(said: Detail, translate: (text: string) => string = (text) => text): string {
  const [text, values] = typeof said === 'string' ? [said, {}] : said
  return translate(text).replace(/\{\{(\w+)\}\}/g, (_, name: string) => translate(String(values[name] ?? '')))
}
