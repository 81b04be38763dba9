// Until when somebody wants no messages: a wish beside her consents, which stay as they are.
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import { clearSnoozes, setSnooze } from './queries.ts'

const PEOPLE_PER_WRITE = 500

/** `until`: epoch ms, null for no such wish. The person has to be locked. */
export const snoozeUntil = (tx: Tx, customerId: string, until: number | null): Promise<void> =>
  setSnooze(tx, customerId, until)

/** Takes away what is over; who asks goes by the dates anyway. Answers how many there were. */
export async function clearPastSnoozes({ store }: House, stopping: () => boolean = () => false): Promise<number> {
  for (let count = 0; ; ) {
    const done = await store.write((tx) => clearSnoozes(tx, PEOPLE_PER_WRITE), { isPatient: true })
    count += done
    if (done < PEOPLE_PER_WRITE || stopping()) return count
  }
}
