// The one way the house says no: a code of shared/refusals.ts, thrown once, told as problem+json by the front doors.
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
  readonly errors: FieldError[] | undefined
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: number | undefined

  constructor(code: RefusalCode, more: { detail?: string; errors?: FieldError[]; retryAfter?: number } = {}) {
    super(more.detail ?? refusals[code][1])
    this.name = 'Refusal'
    this.code = code
    this.detail = more.detail
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
