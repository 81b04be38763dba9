// Hands one profile's messages over to another of the same person; whether what waits may be sent is asked when it is sent.
import type { Tx } from '#db/store.ts'
import { handMessages } from './queries-merge.ts'
import { cancelServiceMails } from './service-mail.ts'

/** Both people are locked. Service mails of the profile that goes were about that profile, and are not sent any more. */
export async function mergeMessages(tx: Tx, from: string, into: string): Promise<void> {
  await cancelServiceMails(tx, from, 'customer_merged')
  await handMessages(tx, from, into)
}
