// Asks for the steps of a life over HTTP, and holds every later answer to a step against its first.
import { isDeepStrictEqual } from 'node:util'
import { ask, type Caller } from '../../server/acceptance/shop.ts'
import type { Answer } from '../../server/test-server.ts'
import { answerTo, CARD_USE, type CampaignKind, type Life, PART, type Said, type Step } from './lives.ts'

/** After so long without a word an answer counts as never coming, which is a finding. */
const PATIENCE_MS = 45_000

export interface Scene {
  shop: Caller
  campaigns: Record<CampaignKind, string>
  people: string[]
}

/** `unknown`: the connection was cut, or a 503 asked to come again. Anything a contract does not allow is `wrong`. */
export type Heard =
  | { kind: 'said'; answer: Answer }
  | { kind: 'unknown'; was503: boolean }
  | { kind: 'wrong'; why: string }

export async function askFor(scene: Scene, life: Life, step: Step): Promise<Heard> {
  step.wasAsked = true
  try {
    const answer = await send(scene, life, step)
    return answer.status === 503 ? { kind: 'unknown', was503: true } : { kind: 'said', answer }
  } catch (error) {
    // fetch says so when the connection is cut
    if (error instanceof TypeError) return { kind: 'unknown', was503: false }
    return { kind: 'wrong', why: `${step.key}: ${String(error)}` }
  }
}

function send({ shop, campaigns, people }: Scene, life: Life, step: Step): Promise<Answer> {
  const options = { headers: { 'idempotency-key': step.key }, signal: AbortSignal.timeout(PATIENCE_MS) }
  const voucher = answerTo(life, 'issue')?.voucher as { id: string; code: string } | undefined
  const code = String(voucher?.code)
  const order = { reference: `order-${life.number}`, currency: 'EUR', amountMinor: 5000 }
  const use = life.campaign === 'card' ? { amountMinor: CARD_USE } : {}
  switch (step.name) {
    case 'issue': {
      const customerReference = String(people[life.number % people.length])
      const body = { customerReference, occasion: `life-${life.number}` }
      return ask(shop, 'issueVoucher', { params: { id: campaigns[life.campaign] }, body }, options)
    }
    case 'hold':
      return ask(shop, 'hold', { body: { code, order, ttlSeconds: 86_400 } }, options)
    case 'release':
      return ask(shop, 'releaseHold', { params: { id: String(answerTo(life, 'hold')?.id) } }, options)
    case 'redeem':
      return ask(shop, 'redeem', { body: { code, order, ...use } }, options)
    case 'again': {
      const other = { ...order, reference: `order-${life.number}-again` }
      return ask(shop, 'redeem', { body: { code, order: other, ...use } }, options)
    }
    case 'partly':
    case 'reverse': {
      const params = { id: String(answerTo(life, 'redeem')?.id) }
      const part = step.name === 'partly' ? { amountMinor: PART } : {}
      return ask(shop, 'reverse', { params, body: { reason: step.name, ...part } }, options)
    }
    case 'revoke':
      return ask(shop, 'revokeVoucher', { params: { id: String(voucher?.id) }, body: {} }, options)
  }
}

/** Writes down a first answer, or holds a later one against it. Answers what is wrong with it, in a sentence. */
export function hear(life: Life, step: Step, answer: Answer): string | undefined {
  const body = (answer.body ?? {}) as Record<string, unknown>
  const said: Said = { status: answer.status, body, replayed: answer.headers.get('idempotent-replayed') === 'true' }
  if (step.said !== null) return differs(step.said, said, step)
  if (said.status >= 400) {
    const isSpent = life.campaign === 'tight' && said.body.code === 'budget.exhausted'
    if (!isSpent) return `${step.key} (${life.campaign}) was refused: ${answer.status} ${answer.text}`
    // A later try may be luckier once others have given money back, so that a refusal is never held against an answer.
    life.isRefused = true
    return undefined
  }
  step.said = said
  return undefined
}

function differs(first: Said, later: Said, step: Step): string | undefined {
  const sentence = () => `${step.key} was told ${JSON.stringify(first)} and then ${JSON.stringify(later)}`
  if (later.status >= 400) return sentence()
  if (step.name === 'issue') {
    // The code is blanked when it is used up, the voucher stays who it is.
    const id = (said: Said) => (said.body.voucher as { id?: string } | undefined)?.id
    return id(first) === id(later) ? undefined : sentence()
  }
  // Holds and vouchers are told as they are now.
  if (step.name === 'hold' || step.name === 'revoke') return first.body.id === later.body.id ? undefined : sentence()
  if (step.name === 'redeem' || step.name === 'again') {
    if (later.status !== 200 || !later.replayed) return sentence()
  }
  return isDeepStrictEqual(first.body, later.body) ? undefined : sentence()
}
