// Changes of consent as facts that others are told of, one for each cell.
import { type Feed, settleIds } from '#core/feed.ts'
import { eventsBehind, lastEventId } from './queries-feed.ts'

export const consentChanges: Feed = {
  name: 'consents',
  types: ['consent.changed'],
  latest: lastEventId,
  settle: settleIds,
  async page(q, after, upTo, limit) {
    const rows = await eventsBehind(q, after, upTo, limit)
    return rows.map(({ id, at, ...rest }) => {
      return { cursor: id, fact: { type: 'consent.changed', at, data: { eventId: id, ...rest } } }
    })
  },
}
