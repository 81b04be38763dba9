// How a "no" of the server reaches the pages: one Error that carries the problem document (RFC 9457).
import type { RefusalCode } from '#shared/refusals.ts'

export interface Reason {
  path: string
  message: string
  /** What the reason is called where it has a name of its own. */
  code?: string
  /** What stands in the message, by name. */
  values?: Record<string, string>
}

export interface Refused extends Error {
  /** 0 when the server could not be reached at all. */
  status: number
  code: RefusalCode | 'unreachable' | 'unreadable'
  detail: string | null
  /** What the server's words are in. */
  language: string
  reasons: Reason[]
  requestId: string | null
  retryAfterSeconds: number | null
}

let lastId: string | null = null

/** Of the answer that came last: where a page breaks over what it was given, it leads to the log's line about that. */
export const lastRequestId = (): string | null => lastId
export function noteRequestId(response: Response): void {
  lastId = response.headers.get('x-request-id') ?? lastId
}

export function isRefused(error: unknown): error is Refused {
  return error instanceof Error && 'reasons' in error
}

/** Reads an answer that is not 2xx. Never throws: an unreadable body becomes `unreadable`. */
export async function refusedBy(response: Response): Promise<Refused> {
  const problem = await response.json().then(asRecord, () => ({}) as Record<string, unknown>)
  return Object.assign(new Error(textOf(problem.title) ?? `The server answered ${response.status}`), {
    status: response.status,
    code: (textOf(problem.code) ?? 'unreadable') as Refused['code'],
    detail: problem.detail === problem.title ? null : textOf(problem.detail),
    language: response.headers.get('content-language') ?? 'en',
    reasons: reasonsOf(problem.errors),
    requestId: textOf(problem.requestId) ?? response.headers.get('x-request-id'),
    retryAfterSeconds: secondsOf(response.headers.get('retry-after')),
  })
}

/** The network failed before any answer came. */
export function unreachable(origin: string): Refused {
  return Object.assign(new Error('The server could not be reached'), {
    status: 0,
    code: 'unreachable' as const,
    detail: `Nothing answered at ${origin}. Check that the server runs and that you are online, then try again.`,
    language: 'en',
    reasons: [],
    requestId: null,
    retryAfterSeconds: null,
  })
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function reasonsOf(errors: unknown): Reason[] {
  if (!Array.isArray(errors)) return []
  return errors.map(asRecord).map((entry) => {
    const code = textOf(entry.code)
    const reason = { path: textOf(entry.path) ?? '', message: textOf(entry.message) ?? '' }
    const values = Object.entries(asRecord(entry.values)).map(([name, value]) => [name, String(value)])
    return {
      ...reason,
      ...(code === null ? {} : { code }),
      ...(values.length === 0 ? {} : { values: Object.fromEntries(values) }),
    }
  })
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header)
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null
}

/** Splits `variants[0].offer`, `/variants/0/offer` and `variants.0.offer` alike into their steps. */
export function stepsOf(path: string): string[] {
  return path.split(/[./[\]]+/).filter((step) => step !== '' && step !== '$' && step !== 'body')
}
