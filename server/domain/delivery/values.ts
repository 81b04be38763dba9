// What stands for each {{variable}} in the message of one voucher; pure.
import type { LoadedCampaign } from '#campaigns/load.ts'
import { type MessageVariable, messageVariables } from '#campaigns/message-variables.ts'

export interface Facts {
  campaign: Pick<LoadedCampaign, 'name' | 'needs' | 'timeZone'>
  code: string
  /** Epoch milliseconds. */
  expiresAt: number
  favouriteCategory: string | null
  person: { givenName: string | null; familyName: string | null; locale: string | null }
}

/** `locale` is the message's. What reads a category that the campaign does not need stays empty: nobody has agreed to it. */
export function valuesFor(facts: Facts, locale: string): Record<MessageVariable, string> {
  const { campaign, person } = facts
  const known: Record<MessageVariable, string> = {
    'voucher.code': facts.code,
    'voucher.expiresOn': dayIn(facts.expiresAt, campaign.timeZone, nearest(person.locale, locale)),
    'campaign.name': campaign.name,
    'customer.givenName': person.givenName ?? '',
    'customer.familyName': person.familyName ?? '',
    'customer.favouriteCategory': facts.favouriteCategory ?? '',
  }
  for (const name of Object.keys(known) as MessageVariable[]) {
    const category = messageVariables[name]
    if (category !== null && !campaign.needs.includes(category)) known[name] = ''
  }
  return known
}

/** The reader's own region, when the message is in her language: en-GB and en-US write days differently. */
export function nearest(readers: string | null, message: string): string {
  return readers !== null && language(readers) === language(message) ? readers : message
}

const language = (locale: string) => locale.split('-')[0]?.toLowerCase()

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format takes longer than writing a hundred messages with it; there are as many as locales and zones. */
function dayIn(instant: number, timeZone: string, locale: string): string {
  const key = `${locale} ${timeZone}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  formats.set(key, format)
  return format.format(instant)
}
