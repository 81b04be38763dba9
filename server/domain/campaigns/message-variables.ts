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

export interface VariableUse {
  /** Where it stands, e.g. `message.en.text`. */
  path: string
  name: string
}

/** Matches every `{{…}}`, those that name nothing as well. */
export const VARIABLE = /\{\{([^{}]*)\}\}/g

export const isMessageVariable = (name: string): name is MessageVariable => Object.hasOwn(messageVariables, name)

/** Every variable of every language, known or not, in the order of the message. */
export function variablesIn(message: NewCampaign['message']): VariableUse[] {
  return Object.entries(message).flatMap(([locale, texts]) =>
    Object.entries(texts).flatMap(([part, text]) =>
      [...(text ?? '').matchAll(VARIABLE)].map((found) => ({
        path: `message.${locale}.${part}`,
        name: (found[1] ?? '').trim(),
      })),
    ),
  )
}

/** What the known variables of a message need; unknown ones are a reason against launching. */
export function needsOfMessage(message: NewCampaign['message']): Category[] {
  return variablesIn(message).flatMap(({ name }) => {
    const category = isMessageVariable(name) ? messageVariables[name] : null
    return category === null ? [] : [category]
  })
}
