// The time zones that customers live in, so that a birthday run knows where it may be midnight.
import type { Queries } from '#db/store.ts'
import { allZones } from './queries.ts'

/** Every zone that some customer has or once had. */
export const zonesInUse = (q: Queries): Promise<string[]> => allZones(q)
