// A press that comes twice, as from a double click without script: the second is answered with what the first was answered,
// because the token of a form is used up by the first.
import type { Request, RequestHandler } from 'express'
import type { House } from '#core/house.ts'
import { sha256 } from '#core/secrets.ts'
import { MINUTE_MS } from '#shared/time.ts'

interface Answer {
  status: number
  html: string
}
interface Press {
  /** Epoch ms. */
  at: number
  /** Null when the first was refused or broke off: then the second is a press of its own. */
  answer: Promise<Answer | null>
}

/** Pages are kept in memory only, this many at most. */
const MOST_KEPT = 200

/** Only for presses within a visit. The same address, form and token within a minute are one press. */
export function answerAgain({ clock }: Pick<House, 'clock'>): RequestHandler {
  const presses = new Map<string, Press>()
  return (req, res, next) => {
    const key = keyOf(req)
    if (key === null) return next()
    const now = clock.now()
    for (const [old, { at }] of presses) if (at + MINUTE_MS <= now || presses.size > MOST_KEPT) presses.delete(old)
    const first = presses.get(key)
    if (first !== undefined) {
      const tell = (answer: Answer | null) =>
        answer === null ? next() : void res.status(answer.status).type('html').send(answer.html)
      first.answer.then(tell).catch(next)
      return
    }
    const { promise, resolve } = Promise.withResolvers<Answer | null>()
    presses.set(key, { at: now, answer: promise })
    const send = res.send.bind(res)
    res.send = (body: unknown) => {
      const isAnswer = res.statusCode < 400 && typeof body === 'string'
      if (!isAnswer) presses.delete(key)
      resolve(isAnswer ? { status: res.statusCode, html: body } : null)
      return send(body)
    }
    res.once('close', () => resolve(null))
    next()
  }
}

/** Null for what carries no session. A mailed link stays good for one press: whoever it was passed on to gets nothing. */
function keyOf(req: Request): string | null {
  if (req.method !== 'POST' || !(req.body instanceof URLSearchParams)) return null
  const path = req.originalUrl.split('?')[0] ?? ''
  if ((req.body.get('session') ?? '') === '') return null
  const languages = String(req.headers['accept-language'] ?? '')
  return sha256(JSON.stringify([path, req.body.toString(), languages, req.headersDistinct['sec-gpc'] ?? []]))
}
