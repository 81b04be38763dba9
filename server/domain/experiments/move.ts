// Hands the occasions on which somebody was left without an offer from one profile to another of the same person.
import type { Tx } from '#db/store.ts'
import { handHoldouts } from './queries.ts'

export const moveHoldouts = (tx: Tx, from: string, into: string): Promise<unknown> => handHoldouts(tx, from, into)
