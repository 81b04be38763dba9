// The one translator of no: refusals, shape errors and failures become RFC 9457 problem+json, never a stack.
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { NextFunction, Request, Response } from 'express'
import { ZodError } from 'zod'
import type { Log } from '#core/log.ts'
import { type FieldError, Refusal } from '#core/refusal.ts'
import type { Detail } from '#shared/refusal-details/en.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import { messageIn } from './field-language.ts'
import { detailIn, languageOf, titleIn } from './refusal-language.ts'

interface Said {
  said?: Detail | undefined
  errors?: FieldError[] | undefined
}

export function sendProblem(
  res: Response,
  publicUrl: string,
  code: RefusalCode,
  more: Said & { retryAfter?: number | undefined } = {},
): void {
  const [status] = refusals[code]
  const retryAfter = more.retryAfter ?? (status === 503 ? 1 : undefined)
  if (retryAfter !== undefined) res.setHeader('Retry-After', String(Math.max(1, Math.ceil(retryAfter))))
  if (status === 401) res.setHeader('WWW-Authenticate', 'Bearer')
  res.status(status).type('application/problem+json')
  const wished = res.req.headers['accept-language']
  const language = languageOf(wished)
  // Whoever wishes for no language is answered as ever.
  if (wished !== undefined) res.setHeader('Content-Language', language)
  const { said, errors } = more
  res.send(spellProblem(publicUrl, code, { said, errors, language, requestId: String(res.getHeader('X-Request-Id')) }))
}

/** All that the contract promises is always there; where nothing more is known, the detail says the title. */
function spellProblem(
  publicUrl: string,
  code: RefusalCode,
  more: Said & { language: string; requestId: string },
): string {
  const [status] = refusals[code]
  const title = titleIn(more.language, code)
  return JSON.stringify({
    type: `${publicUrl}/problems/${code}`,
    title,
    status,
    detail: more.said === undefined ? title : detailIn(more.language, more.said),
    code,
    ...(more.errors === undefined ? {} : { errors: more.errors.map((one) => toldIn(more.language, one)) }),
    requestId: more.requestId,
  })
}

/** Reasons that have a name of their own keep it, and what stands in them, in every language. */
const toldIn = (language: string, error: FieldError): FieldError => ({
  ...error,
  message: messageIn(language, error.message),
})

/** For what is not HTTP at all, or whose head is too long: nobody has made a request of it, so the socket is answered. */
export function refuseUnreadable(publicUrl: string) {
  return (error: NodeJS.ErrnoException, socket: Duplex): void => {
    const isAnswered = (socket as { _httpMessage?: { headersSent: boolean } | null })._httpMessage?.headersSent
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswered) return void socket.destroy()
    const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'request.headers_too_large' : 'request.malformed'
    const [status] = refusals[code]
    const requestId = randomUUID()
    const body = spellProblem(publicUrl, code, { language: 'en', requestId })
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
}

/** The paths and messages of a shape error; at most 50, so that a hostile body cannot make a huge answer. */
export function fieldErrors(error: ZodError): FieldError[] {
  const told: FieldError[] = []
  const tell = (issues: ZodError['issues'], base: PropertyKey[]) => {
    for (const issue of issues) {
      if (told.length >= 50) return
      const path = [...base, ...issue.path]
      if (issue.code === 'unrecognized_keys') {
        for (const name of issue.keys) told.push({ path: spell([...path, name]), message: 'is not a known field' })
      } else if (issue.code === 'invalid_union' && issue.errors.length > 0) {
        // the branch that came furthest is the one that was meant
        const nearest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? []
        tell(nearest, path)
      } else told.push({ path: spell(path), message: issue.message })
    }
  }
  tell(error.issues, [])
  return told
}

const depth = (issues: ZodError['issues']) => Math.max(0, ...issues.map((issue) => issue.path.length))
const spell = (path: PropertyKey[]) => path.map(String).join('.').slice(0, 300)

interface HttpError {
  status?: number
  type?: string
}

/** Express's last middleware: everything thrown ends here. */
export function problemHandler(publicUrl: string, log: Log) {
  return (error: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error)
    if (error instanceof Refusal) return sendProblem(res, publicUrl, error.code, error)
    if (error instanceof ZodError) return sendProblem(res, publicUrl, 'request.invalid', { errors: fieldErrors(error) })
    const known = codeOf(error)
    if (known !== null) return sendProblem(res, publicUrl, known)
    log.error(
      {
        err: describe(error),
        door: `${req.method} ${req.route?.path ?? '?'}`,
        requestId: res.getHeader('X-Request-Id'),
      },
      'failed',
    )
    sendProblem(res, publicUrl, 'request.failed')
  }
}

/** Errors of the store and of the body reader, by what they say of themselves. */
function codeOf(error: unknown): RefusalCode | null {
  if (typeof error !== 'object' || error === null) return null
  if ('code' in error && typeof error.code === 'string' && error.code in refusals) return error.code as RefusalCode
  const { status, type } = error as HttpError
  if (type === 'entity.too.large') return 'request.too_large'
  if (type === 'request.aborted' || type === 'request.size.invalid') return 'request.truncated'
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return 'request.unsupported_media'
  if (status !== undefined && status >= 400 && status < 500) return 'request.malformed'
  return null
}

/** What a log may know of an error: its kind and where it happened; database drivers put values into messages. */
function describe(error: unknown) {
  if (!(error instanceof Error)) return { kind: typeof error }
  return {
    kind: error.name,
    message: error.message.slice(0, 300),
    stack: error.stack?.split('\n').slice(1, 8).join('\n'),
  }
}
