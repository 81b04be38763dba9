// Counts every unknown code of a stack as a guess of its own: eight at once must not be cheaper than eight.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { type Asker, countingGuesses } from './throttle-guesses.ts'

/** 429 `request.throttled` as for a single code. */
export async function countUnknown(house: House, asker: Asker, codes: string[]): Promise<void> {
  for (const code of codes) {
    try {
      await countingGuesses(house, { ...asker, code }, () => Promise.reject(new Refusal('voucher.not_found')))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'voucher.not_found') throw error
    }
  }
}
