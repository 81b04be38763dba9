// Ids of consent events: those of one person rise with every decision, whichever process makes it, so that the last
// event of a cell is its state.
import { decodeTime } from 'ulid'
import { newId } from '#core/ids.ts'

/** Ids after all of `known`, each greater than the one before. `now` in epoch ms. */
export function idsAfter(known: readonly string[], now: number): () => string {
  let last = [...known].sort().at(-1) ?? ''
  return () => {
    let id = newId('consentEvent', now)
    if (id <= last) id = newId('consentEvent', decodeTime(last.slice(last.indexOf('_') + 1)) + 1)
    last = id
    return id
  }
}
