// What the floor of keeping asks of a database.

export interface Wish {
  print: string
  key: string
  hash: string
  reference: string
  amountMinor: number
  discountMinor: number
}
export interface Keeper {
  /** How many batches may be under way. */
  atOnce: number
  /** Redeems them in one transaction and answers their redemptions once it is durable; throws when one cannot be redeemed. */
  keep(wishes: Wish[]): Promise<string[]>
}

let number = 0
/** In the order of time, as ids of ours are. */
export const nextId = (kind: string): string => `${kind}_01FLOOR${String(++number).padStart(19, '0')}`
