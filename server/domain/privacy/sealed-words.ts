// Free words about a person, such as why somebody of the staff looked at her: they may name her, so they are sealed with her
// key and are gone with it, wherever copies of the database lie.
import type { House } from '#core/house.ts'

const MARK = 'c.'

/** Null for somebody whose key is gone: nothing more is written about her. Reads a key, which is a query like any other. */
export async function sealWords(house: House, customerId: string, plain: string | null): Promise<string | null> {
  if (plain === null) return null
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  return key === undefined ? null : `${MARK}${key.seal('words', plain)}`
}

/** Opens what was sealed about these people; words from before they were sealed are answered as they stand. */
export async function wordsOpener(
  house: House,
  customerIds: readonly string[],
): Promise<(customerId: string, kept: string | null) => string | null> {
  const keys = await house.vault.keysOf([...new Set(customerIds)])
  return (customerId, kept) => {
    if (kept === null || !kept.startsWith(MARK)) return kept
    try {
      return keys.get(customerId)?.unseal('words', kept.slice(MARK.length)) ?? null
    } catch {
      return kept
    }
  }
}
