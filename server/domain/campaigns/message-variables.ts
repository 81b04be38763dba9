// The closed list of what a message may say about its reader and her voucher, each with the data category it reads; pure.
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'

/** `{{name}}` in subject, text or html → the category that its use needs, or null when it reads nothing about the person. */
export const messageVariables = {
  'voucher.code': null,
  'voucher.expiresOn': null,
  'campaign.name': null,
  'customer.givenName': 'name',
  'customer.familyName': 'name',
  'customer.favouriteCategory': 'purchase_history',
} as const satisfies Record<string, Category | null>
export type MessageVariable = keyof typeof messageVariables

/** What a message in a tone needs beside its variables: tones go by what somebody has bought. */
export const TONE_CATEGORY: Category = 'purchase_history'

export interface VariableUse {
  /** Where it stands, e.g. `message.en.text`. */
  path: string
  name: string
}

/** Matches every `{{…}}`, those that name nothing as well. */
export const VARIABLE = /\{\{([^{}]*)\}\}/g

export const isMessageVariable = (name: string): name is MessageVariable => Object.hasOwn(messageVariables, name)

type Message = NewCampaign['message'][string]

/** Every variable of every language, tone and reminder, known or not, in the order of the message. */
export function variablesIn(message: NewCampaign['message']): VariableUse[] {
  return Object.entries(message).flatMap(([locale, texts]) =>
    sayingsOf(texts).flatMap(([path, saying]) =>
      (['subject', 'text', 'html'] as const).flatMap((part) =>
        [...(saying[part] ?? '').matchAll(VARIABLE)].map((found) => ({
          path: `message.${locale}.${path}${part}`,
          name: (found[1] ?? '').trim(),
        })),
      ),
    ),
  )
}

function sayingsOf({ tones, reminder, ...plain }: Message) {
  const said: [path: string, saying: Omit<Message, 'tones' | 'reminder'>][] = [['', plain]]
  for (const [tone, saying] of Object.entries(tones ?? {})) if (saying) said.push([`tones.${tone}.`, saying])
  if (reminder !== undefined) said.push(['reminder.', reminder])
  return said
}

/** What each known variable and each tone of a message needs, and where it stands: what widens the consents. */
export function readsOfMessage(message: NewCampaign['message']): (VariableUse & { category: Category })[] {
  const variables = variablesIn(message).flatMap(({ path, name }) => {
    const category = isMessageVariable(name) ? messageVariables[name] : null
    return category === null ? [] : [{ path, name, category }]
  })
  const tones = Object.entries(message).flatMap(([locale, texts]) =>
    hasTones(texts) ? [{ path: `message.${locale}.tones`, name: 'tones', category: TONE_CATEGORY }] : [],
  )
  return [...variables, ...tones]
}

export const hasTones = ({ tones }: Message): boolean => Object.values(tones ?? {}).some((one) => one !== undefined)

/** What the known variables and the tones of a message need; unknown ones are a reason against launching. */
export const needsOfMessage = (message: NewCampaign['message']): Category[] =>
  readsOfMessage(message).map(({ category }) => category)
