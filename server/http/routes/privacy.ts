// Doors of the privacy officer: purposes and notices.
import { audit } from '#access/audit.ts'
import { draftNotice } from '#consent/draft-notice.ts'
import { listNotices, showNotice } from '#consent/notice.ts'
import { publishNotice } from '#consent/publish-notice.ts'
import { definePurpose, listPurposes, showPurpose } from '#consent/purposes.ts'
import { iso } from '#core/clock.ts'
import { writeThenShow } from '../answers.ts'
import type { Routes } from '../endpoint.ts'

type Names = 'listPurposes' | 'createPurpose' | 'createNotice' | 'publishNotice' | 'listNotices' | 'getNotice'

export const privacyRoutes: Routes<Names> = {
  listPurposes: async ({ store }, { query }) => ({ status: 200, body: await listPurposes(store.read, query) }),
  createPurpose: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      async (tx) => {
        const key = await definePurpose(tx, call.body)
        await audit(tx, { actor: call.principal.id, action: 'purpose.defined', subject: key })
        return key
      },
      (key) => showPurpose(house.store.read, key),
    ),
  createNotice: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      async (tx) => {
        const made = await draftNotice(tx, call.body)
        await audit(tx, { actor: call.principal.id, action: 'notice.drafted', subject: made.id })
        return made
      },
      (made) => made,
    ),
  publishNotice: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        const published = await publishNotice(tx, call.params.id)
        await audit(tx, {
          actor: call.principal.id,
          action: 'notice.published',
          subject: call.params.id,
          detail: { version: published.version },
        })
        return published
      },
      ({ publishedAt, ...rest }) => ({ ...rest, publishedAt: iso(publishedAt) }),
    ),
  listNotices: async ({ store, clock }, { query }) => ({
    status: 200,
    body: await listNotices(store.read, query, clock.now()),
  }),
  getNotice: async ({ store, clock }, { params }) => ({
    status: 200,
    body: await showNotice(store.read, params.id, clock.now()),
  }),
}
