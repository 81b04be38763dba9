// Mails and text messages that carry no offer: they answer something a person did or tell her what she has to know, so they need no consent
// to marketing, and end with her erasure. What they say is sealed until it has gone, and then blanked.
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import type { Tx } from '#db/store.ts'
import { sms } from './channels/sms.ts'
import { cancelService, insertService } from './queries-service.ts'

export const serviceKinds = [
  'doi',
  'change_notice',
  'consent_reminder',
  'guardian_request',
  'guardian_notify_child',
  'magic_link',
  'second_step_code',
  'request_receipt',
  'request_answer',
  'erased',
  'contact_changed',
  'report',
  'team_invitation',
  'team_reset',
] as const
export type ServiceKind = (typeof serviceKinds)[number]

export interface ServiceMail {
  /** Null when nobody is there any more, as after an erasure: then `to` is needed, and the house's key seals it. */
  customerId: string | null
  /** A mail to somebody who has no address but a proved number goes there instead, where text messages can be sent. */
  channel: 'email' | 'sms'
  /** An address in clear, when it is not the customer's own. */
  to?: string
  /** The customer's language; the nearest one that we write is taken. */
  locale: string | null
  kind: ServiceKind
  /** What stands in the text: tokens, codes, names. Values whose name ends in `At` are instants (ISO 8601) and are written
   * as days; `count` decides the plural. */
  values: Readonly<Record<string, string | number>>
}

/** Answers the id of the message. Refuses a customer whose key is gone. */
export async function queueServiceMail(house: House, tx: Tx, mail: ServiceMail): Promise<string> {
  const id = newId('serviceMessage', tx.now)
  const seal = await sealerFor(house, mail.customerId)
  await insertService(tx, {
    id,
    customerId: mail.customerId,
    channel: await wayOf(house, tx, mail),
    kind: mail.kind,
    locale: mail.locale ?? '',
    toSealed: mail.to === undefined ? null : seal(`${id}/to`, mail.to),
    valuesSealed: seal(`${id}/values`, JSON.stringify(mail.values)),
    state: 'queued',
    queuedAt: tx.now,
    dueAt: tx.now,
    attempts: 0,
    leaseUntil: null,
    sentAt: null,
    reason: null,
  })
  return id
}

/** What waits for a person is not sent any more; answers how many there were. Without `kinds`: whatever it is. */
export function cancelServiceMails(
  tx: Tx,
  customerId: string,
  reason: string,
  kinds: readonly ServiceKind[] | null = null,
  channel: 'email' | 'sms' | null = null,
) {
  return cancelService(tx, customerId, { kinds: kinds === null ? null : [...kinds], channel }, reason)
}

async function wayOf({ config }: House, tx: Tx, { customerId, channel, to }: ServiceMail): Promise<'email' | 'sms'> {
  if (channel === 'sms' || to !== undefined || customerId === null || sms.lacks(config) !== null) return channel
  const contacts = await contactsOfCustomer(tx, customerId)
  const hasAddress = contacts.some((one) => one.channel === 'email')
  return !hasAddress && contacts.some((one) => one.channel === 'sms' && one.verified) ? 'sms' : 'email'
}

/** Reads a key, which is a query like any other, though it goes to the place where keys lie apart. */
async function sealerFor(house: House, customerId: string | null): Promise<(about: string, plain: string) => string> {
  if (customerId === null) return (about, plain) => house.secrets.seal(plain, about)
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  if (key === undefined) throw new Refusal('customer.erased')
  return (about, plain) => key.seal(about, plain)
}
