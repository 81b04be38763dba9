// Which saying of a message suits a reader: by how much she has bought, or because it is the reminder; pure.
import { TONE_CATEGORY } from '#campaigns/message-variables.ts'
import type { NewCampaign } from '#shared/contracts/campaigns.ts'
import type { Category } from '#shared/kinds.ts'
import type { MessageTexts } from './message.ts'

export type Tone = 'prospect' | 'known' | 'loyal'
export type MessageKind = 'offer' | 'reminder'

/** From so many orders on a customer is a regular. */
const LOYAL_FROM = 3

export const toneOf = (orders: number): Tone => (orders === 0 ? 'prospect' : orders < LOYAL_FROM ? 'known' : 'loyal')

/** Null where the campaign may not know what somebody has bought. */
export const toneFor = (needs: readonly Category[], orders: number): Tone | null =>
  needs.includes(TONE_CATEGORY) ? toneOf(orders) : null

export function pickTexts(texts: NewCampaign['message'][string], tone: Tone | null, kind: MessageKind): MessageTexts {
  if (kind === 'reminder' && texts.reminder !== undefined) return texts.reminder
  const { tones, reminder: _, ...plain } = texts
  return (tone === null ? undefined : tones?.[tone]) ?? plain
}
