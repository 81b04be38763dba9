// The feed of what the house announces: budgets that run low, codes that are guessed, requests that are past their day.
import { announcementsAfter, cursorOfNow } from '#core/announce.ts'
import { type Fact, type Feed, padded } from '#core/feed.ts'
import type { WebhookEvent } from '#shared/kinds.ts'

const types: WebhookEvent[] = ['campaign.budget_low', 'campaign.budget_exhausted', 'guess.alarm', 'request.overdue']

/** Cursors of the announcements, written so that they compare as texts. */
const outward = (cursor: string): string => {
  const [turn = '0', id = ''] = cursor.split('.')
  return `${padded(Number(turn))}.${id}`
}
const inward = (cursor: string): string => {
  const [turn = '0', id = ''] = cursor.split('.')
  return `${Number(turn)}.${id}`
}

export const announced: Feed = {
  name: 'announcements',
  types,
  latest: async (q) => outward(await cursorOfNow(q)),
  // Announcements are read behind the oldest open write anyway.
  settle: async () => {},
  async page(q, after, upTo, limit) {
    const rows = await announcementsAfter(q, inward(after), limit)
    return rows.flatMap(({ cursor, announcement }) => {
      const at = outward(cursor)
      const { type, timestamp, data } = announcement
      return at > upTo ? [] : [{ cursor: at, fact: { type: type as Fact['type'], at: Date.parse(timestamp), data } }]
    })
  },
}
