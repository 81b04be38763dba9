// The words of the model: what is asked of a voucher, what is answered, and what there is to know about it.
export interface Terms {
  isCard: boolean
  worthMinor: number
  orderMinor: number
  restores: boolean
  /** Which acts may find no money left. */
  mayRunOut: readonly string[]
}
export interface Act {
  do: 'issue' | 'hold' | 'redeem' | 'reverse' | 'revoke' | 'erase' | 'wait'
  order?: number
  key?: string
  /** How long a hold lives, or a wait takes. */
  ms?: number
  /** What the order amounts to, if not as usual. */
  orderMinor?: number
  redemption?: string
  amountMinor?: number
}
export interface Said {
  word: string
  id?: string
  amountMinor?: number
  replayed?: boolean
  expiresAt?: number
}
export interface Use {
  id: string
  order?: number
  key?: string
  amountMinor: number
  leftMinor: number
}
export interface Hold {
  order?: number
  until: number
  amountMinor: number
}
export interface Voucher {
  id?: string
  now: number
  expiresAt: number
  isErased: boolean
  isRevoked: boolean
  balanceMinor: number
  hold: Hold | null
  uses: Use[]
}
