// What a voucher promises, one act after the other: `step` answers the voucher after an act, or null when no voucher that
// stood like that could have answered so. Refusals for want of money are believed where money can run out.
import type { Act, Said, Terms, Voucher } from './model-words.ts'

const isHeldFor = ({ hold }: Voucher, act: Act) => hold !== null && hold.order === act.order

function standing(v: Voucher, { isCard }: Terms, act: Act): string | null {
  if (v.isRevoked) return 'voucher.revoked'
  if (v.balanceMinor === 0) return isCard ? 'giftcard.empty' : 'voucher.already_redeemed'
  if (isHeldFor(v, act)) return null
  if (v.expiresAt < v.now) return 'voucher.expired'
  return v.hold ? 'voucher.held' : null
}

export function step(terms: Terms, was: Voucher, act: Act, said: Said): Voucher | null {
  const v = was.hold && was.hold.until <= was.now ? { ...was, hold: null } : was
  const when = (isRight: boolean, after: Partial<Voucher> = {}) => (isRight ? { ...v, ...after } : null)
  const { word, id = '' } = said
  if (act.do === 'wait') return { ...v, now: v.now + (act.ms ?? 0) }
  if (act.do === 'erase')
    return when(word === 'ok' || (v.isErased && word === 'customer.not_found'), { isErased: true })
  if (word === 'budget.exhausted') return when(terms.mayRunOut.includes(act.do) && !isHeldFor(v, act))
  if (act.do === 'issue') {
    if (v.isErased) return when(['customer.unknown', 'customer.not_found', 'voucher.no_consent'].includes(word))
    if (v.id !== undefined) return when(word === 'ok' && id === v.id)
    return when(word === 'ok', { id, expiresAt: said.expiresAt ?? 0, balanceMinor: terms.worthMinor })
  }
  if (act.do === 'revoke') {
    // Whether an expired voucher has been written off yet is nobody's business but the job's.
    if (word === 'ok') return when(!v.isRevoked && v.balanceMinor > 0, { isRevoked: true, hold: null })
    return when(word === 'voucher.wrong_state' && (v.isRevoked || v.balanceMinor === 0 || v.expiresAt < v.now))
  }
  if (act.do === 'reverse') {
    const use = v.uses.find((one) => one.id === act.redemption)
    if (!use) return null
    if (use.leftMinor === 0) return when(word === 'redemption.already_reversed')
    const amountMinor = act.amountMinor ?? use.leftMinor
    if (amountMinor > use.leftMinor) return when(word === 'reversal.exceeds_discount')
    const leftMinor = use.leftMinor - amountMinor
    const uses = v.uses.map((one) => (one === use ? { ...use, leftMinor } : one))
    const lives = terms.restores && v.expiresAt >= v.now && !v.isRevoked
    const backMinor = !lives ? 0 : terms.isCard ? amountMinor : leftMinor === 0 ? use.amountMinor : 0
    return when(word === 'ok' && said.amountMinor === amountMinor, { uses, balanceMinor: v.balanceMinor + backMinor })
  }
  const own =
    v.uses.find((one) => one.key === act.key) ?? v.uses.find((one) => one.order === act.order && one.leftMinor > 0)
  if (act.do === 'redeem' && own)
    return when(said.replayed === true && id === own.id && said.amountMinor === own.amountMinor)
  const refusal = standing(v, terms, act)
  if (refusal !== null) return when(word === refusal)
  const amountMinor = Math.min(v.balanceMinor, act.orderMinor ?? terms.orderMinor)
  const isRight = word === 'ok' && said.replayed !== true && said.amountMinor === amountMinor
  if (act.do === 'hold') return when(isRight, { hold: { order: act.order, until: v.now + (act.ms ?? 0), amountMinor } })
  const use = { id, order: act.order, key: act.key, amountMinor, leftMinor: amountMinor }
  return when(isRight, { balanceMinor: v.balanceMinor - amountMinor, hold: null, uses: [...v.uses, use] })
}
