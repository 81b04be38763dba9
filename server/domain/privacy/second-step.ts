// The second step before somebody exports or erases everything, or says yes to anything: a fresh code to the address itself, so that whoever was
// handed a link, or found a page open, gets no further. A no never needs it.
import { randomInt, timingSafeEqual } from 'node:crypto'
import { mayAsk } from '#consent/ask-limits.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { makeHmac, type Secrets } from '#core/secrets.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { guardianAddress } from './ask-guardian.ts'
import { countTry, dropOldCodes, markStepUsed, replaceCode } from './queries-sign-in.ts'
import { type Moved, moveIn, peekSession, personOf, type Step } from './sign-in.ts'

export const CODE_MINUTES = 10
const MOST_TRIES = 5
/** How long a passed step is good for: the same ten minutes. */
const STEP_MS = CODE_MINUTES * MINUTE_MS

/**
 * Sends six digits to the person of the session, where she came in by. Refuses (`request.throttled`) the fourth within an hour and the eleventh
 * within a day; an older code ends.
 */
export async function askStep(house: House, session: string, action: Step, locale: string): Promise<void> {
  const known = await peekSession(house, session)
  const customerId = personOf(known)
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  const isMailed = await house.store.write(async (tx) => {
    if (!(await mayAsk(tx, 'step', [customerId]))) return false
    const id = newId('stepCode', tx.now)
    await replaceCode(tx, {
      id,
      customerId,
      action,
      codePrint: printOf(house.secrets, id, code),
      tries: 0,
      madeAt: tx.now,
      expiresAt: tx.now + STEP_MS,
      usedAt: null,
    })
    const values = { code, count: CODE_MINUTES }
    const to = known.asGuardian ? await guardianAddress(house, tx, customerId) : undefined
    if (to === null) throw new Refusal('session.over')
    const mail = { customerId, channel: known.by, locale, kind: 'second_step_code' as const, values }
    await queueServiceMail(house, tx, to === undefined ? mail : { ...mail, to })
    return true
  })
  if (!isMailed) throw new Refusal('request.throttled', { retryAfter: 20 * 60 })
}

/**
 * Moves the session on to where it may do what the code was for. Every try counts, also those at once; after five the code
 * is worth nothing. 422 `step.wrong` leaves the session where it is.
 */
export async function passStep(house: House, session: string, code: string): Promise<Moved> {
  const customerId = personOf(await peekSession(house, session))
  const passed = await house.store.write(async (tx) => {
    const row = await countTry(tx, customerId, MOST_TRIES)
    if (row === null || !isSame(printOf(house.secrets, row.id, code), row.codePrint)) return null
    await markStepUsed(tx, row.id)
    return moveIn(tx, session, undefined, { for: row.action as Step, until: tx.now + STEP_MS })
  })
  if (passed === null) throw new Refusal('step.wrong')
  return passed
}

/** Answers how many codes that are over were dropped. */
export const forgetCodes = dropOldCodes

function printOf(secrets: Secrets, id: string, code: string): string {
  return makeHmac(secrets.derive('step/v1'))(`${id}\n${code.replace(/\s/g, '')}`)
}

const isSame = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
