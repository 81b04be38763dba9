// Every no that reaches a person, in her language and with what to do next.
import { Refusal } from '#core/refusal.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import type { Frame, News } from '../../../web/privacy/models.ts'
import { stopPage } from '../../../web/privacy/pages/entry.ts'
import type { Page } from '../../../web/privacy/parts.ts'
import type { Words } from '../../../web/privacy/words.ts'

type Kind =
  | 'session'
  | 'link'
  | 'link_used'
  | 'code'
  | 'throttled'
  | 'notice'
  | 'not_found'
  | 'erased'
  | 'form'
  | 'same_device'
  | 'changed'
  | 'no'
  | 'ours'

/** Codes that have words of their own; all others are told by their status. */
const kinds: Partial<Record<RefusalCode, Kind>> = {
  'request.throttled': 'throttled',
  'notice.unknown': 'notice',
  'notice.not_found': 'not_found',
  'request.not_found': 'not_found',
  'customer.erased': 'erased',
  'customer.not_found': 'session',
  'session.over': 'session',
  'token.invalid': 'link',
  'step.wrong': 'code',
  'step.needed': 'code',
  'guardian.same_address': 'form',
  'guardian.same_device': 'same_device',
  'consent.changed': 'changed',
}

export function kindOf(code: RefusalCode): Kind {
  const known = kinds[code]
  if (known !== undefined) return known
  const [status] = refusals[code]
  if (status >= 500) return 'ours'
  if (status === 401) return 'session'
  if (status === 404) return 'not_found'
  return status === 400 || status === 413 || status === 415 ? 'form' : 'no'
}

export function tellRefusal({ t }: Words, kind: Kind): { title: string; text: string } {
  return { title: t(`error.${kind}`), text: t(`error.${kind}.next`) }
}

export function newsOf(words: Words, error: Refusal): News {
  return { tone: 'bad', ...tellRefusal(words, kindOf(error.code)) }
}

/** A page of its own, where there is none to go back to. */
export function refusalPage(frame: Frame, kind: Kind): Page {
  const again = kind === 'session' || kind === 'link' || kind === 'link_used' || kind === 'not_found'
  return stopPage(frame, { ...tellRefusal(frame.words, kind), again })
}

/** What was thrown: one of our refusals, or a failure that is told without its words. */
export function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (typeof error !== 'object' || error === null) return null
  const { code, status } = error as { code?: unknown; status?: unknown }
  if (typeof code === 'string' && code in refusals) return new Refusal(code as RefusalCode)
  return typeof status === 'number' && status >= 400 && status < 500 ? new Refusal('request.malformed') : null
}
