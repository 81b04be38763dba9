// Publishes a notice: from then on it never changes, and what it changes for people is worked out once.
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { NoticeChange } from '#shared/contracts/consent.ts'
import { diffNotice, keyOf, type NoticeContent, sinceVersions } from './diff-notice.ts'
import { enabledLocales } from './locales.ts'
import { contentOf, findPublished } from './notice.ts'
import { insertPending } from './queries-ledger.ts'
import {
  latestPublished,
  lockNotices,
  markPublished,
  noticeById,
  scopeOf,
  setMailed,
  setSince,
  textsOf,
} from './queries-notices.ts'

/** Every language that people are asked in, or none of them. */
async function refuseMissing(tx: Tx, { texts }: NoticeContent): Promise<void> {
  const missing = (await enabledLocales(tx)).filter((locale) => !texts.has(locale))
  if (missing.length === 0) return
  const errors = missing.map((locale) => ({ path: `texts.${locale}`, message: 'is enabled, and this notice lacks it' }))
  throw new Refusal('notice.locale_missing', { errors })
}

export interface Published {
  version: number
  /** Epoch ms. */
  publishedAt: number
  changes: NoticeChange[]
}

/**
 * Effective at once, or at the instant the draft names if that is later. Cells with a material change stop permitting
 * anything at that instant, until people agree to the new version. Refuses a second publication, and a draft that is
 * older than a published one: versions and what people were told would run in different orders.
 */
export async function publishNotice(tx: Tx, id: string): Promise<Published> {
  await lockNotices(tx)
  const row = await noticeById(tx, id)
  if (row === null) throw new Refusal('notice.not_found')
  if (row.publishedAt !== null) throw new Refusal('notice.published')
  const latest = await latestPublished(tx)
  if (latest !== null && latest.version > row.version) {
    throw new Refusal('notice.published', {
      detail: ['Version {{version}} has been published: draft it again', { version: latest.version }],
    })
  }
  const before = latest === null ? null : await findPublished(tx, latest.version)
  const scope = await scopeOf(tx, [id])
  const content = contentOf(row, await textsOf(tx, [id]), scope)
  await refuseMissing(tx, content)
  const changes = diffNotice(before, content)
  const since = sinceVersions(row.version, content.scope, changes, before?.since ?? new Map())
  await setSince(
    tx,
    scope.map((one) => ({ ...one, sinceVersion: since.get(keyOf(one)) ?? row.version })),
  )
  await markPublished(tx, id, tx.now, Math.max(tx.now, row.effectiveAt ?? tx.now), JSON.stringify(changes))
  // The first notice, and one without a material change, has nobody to tell.
  if (before === null || !changes.some(({ material }) => material)) await setMailed(tx, id, '', tx.now)
  await insertPending(tx, [id], tx.now)
  return { version: row.version, publishedAt: tx.now, changes }
}
