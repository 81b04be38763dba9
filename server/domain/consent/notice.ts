// Notices as they stand: one by one, listed, and the one in force, which says at most what is permitted.
import { isoOrNull } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Cell, NoticeChange } from '#shared/contracts/consent.ts'
import type { Category, Channel } from '#shared/kinds.ts'
import { diffNotice, keyOf, type NoticeContent, type ScopeCell } from './diff-notice.ts'
import {
  earliestUnsettled,
  effectiveAt,
  latestPublished,
  type NoticeRow,
  noticeById,
  noticesBefore,
  oldestUnmailed,
  publishedAfter,
  publishedVersion,
  type ScopeRow,
  scopeOf,
  setMailed,
  setSettled,
  type TextRow,
  textsOf,
} from './queries-notices.ts'

/** locale → control → its words. */
export type NoticeLabels = Record<string, Record<string, string>>

export interface Notice extends NoticeContent {
  id: string
  version: number
  /** Epoch ms. */
  effectiveAt: number
  /** locale → hash of the words of its controls. */
  labels: Map<string, string>
  /** Whether every yes that it ends has been noted as ended. */
  isSettled: boolean
  /** cell (`purpose channel category`) → the oldest version that means the same. */
  since: Map<string, number>
}

/** The latest version that is published and effective at `now` (epoch ms). */
export async function noticeInForce(q: Queries, now: number): Promise<Notice | null> {
  return load(q, await effectiveAt(q, now))
}

/** The language in which somebody who wants `locale` was shown a notice: hers, or the first that it has. */
export function shownIn(notice: Pick<Notice, 'texts'>, locale: string): string {
  const base = locale.split('-')[0] ?? ''
  return [locale, base].find((one) => notice.texts.has(one)) ?? [...notice.texts.keys()].sort()[0] ?? locale
}

export async function findPublished(q: Queries, version: number): Promise<Notice | null> {
  return load(q, await publishedVersion(q, version))
}

/** The cells among these that the notice in force does NOT permit. */
export async function isCovered(q: Queries, now: number, cells: readonly Cell[]): Promise<Cell[]> {
  const notice = await noticeInForce(q, now)
  return cells.filter((cell) => !notice?.since.has(keyOf(cell)))
}

export async function showNotice(q: Queries, id: string, now: number) {
  const row = await noticeById(q, id)
  if (row === null) throw new Refusal('notice.not_found')
  const [shown] = await showRows(q, [row], now)
  if (shown === undefined) throw new Refusal('notice.not_found')
  return shown
}

/** Published versions after `version`, the newest first, with what each changed. */
export async function publishedSince(q: Queries, version: number) {
  const rows = await publishedAfter(q, version)
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    effectiveAt: row.effectiveAt ?? 0,
    changes: JSON.parse(row.changes) as NoticeChange[],
  }))
}

/** The oldest published notice with a material change that not everybody has been told of. */
export async function noticeToMail(q: Queries) {
  const row = await oldestUnmailed(q)
  if (row === null) return null
  const changes = JSON.parse(row.changes) as NoticeChange[]
  return { id: row.id, version: row.version, effectiveAt: row.effectiveAt ?? 0, changes, mailCursor: row.mailCursor }
}

export async function noteMailed(tx: Tx, id: string, cursor: string, isDone: boolean): Promise<void> {
  await setMailed(tx, id, cursor, isDone ? tx.now : null)
}

export async function noteSettled(tx: Tx, id: string): Promise<void> {
  await setSettled(tx, id, tx.now)
}

/** When something is next to be done about notices (epoch ms), perhaps past; null when nothing is. */
export async function nextNoticeDue(q: Queries): Promise<number | null> {
  return (await oldestUnmailed(q)) === null ? earliestUnsettled(q) : 0
}

/** A published version in full, as the public may read it. Refuses a draft. */
export async function showPublished(q: Queries, version: number, now: number) {
  const row = await publishedVersion(q, version)
  const [shown] = row === null ? [] : await showRows(q, [row], now)
  if (shown === undefined) throw new Refusal('notice.not_found')
  return shown
}

/** Newest first; the cursor is a version. */
export async function listNotices(q: Queries, page: { limit: number; cursor?: string | undefined }, now: number) {
  const before = page.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(page.cursor)
  if (!Number.isSafeInteger(before)) {
    throw new Refusal('request.invalid', { errors: [{ path: 'cursor', message: 'is not one of ours' }] })
  }
  const rows = await noticesBefore(q, before, page.limit + 1)
  const data = await showRows(q, rows.slice(0, page.limit), now)
  const last = data.at(-1)
  return { data, nextCursor: rows.length > page.limit && last ? String(last.version) : null }
}

async function showRows(q: Queries, rows: NoticeRow[], now: number) {
  const ids = rows.map(({ id }) => id)
  const inForce = await effectiveAt(q, now)
  const texts = await textsOf(q, ids)
  const scope = await scopeOf(q, ids)
  // What a draft would change is worked out at every look; a published notice keeps what it has changed.
  const before = rows.some(({ publishedAt }) => publishedAt === null) ? await load(q, await latestPublished(q)) : null
  const own = <T extends { noticeId: string }>(all: T[], { id }: NoticeRow) => all.filter((one) => one.noticeId === id)
  const changesOf = (row: NoticeRow) =>
    row.publishedAt === null
      ? diffNotice(before, contentOf(row, own(texts, row), own(scope, row)))
      : (JSON.parse(row.changes) as NoticeChange[])
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    publishedAt: isoOrNull(row.publishedAt),
    effectiveAt: isoOrNull(row.effectiveAt),
    inForce: row.id === inForce?.id,
    controller: JSON.parse(row.controller) as NoticeContent['controller'],
    texts: Object.fromEntries(
      texts
        .filter(({ noticeId }) => noticeId === row.id)
        .map(({ locale, title, body, sha256, labelsSha256 }) => [locale, { title, body, sha256, labelsSha256 }]),
    ),
    labels: JSON.parse(row.labels) as NoticeLabels,
    changes: changesOf(row),
    scope: own(scope, row).map(toScopeCell),
  }))
}

async function load(q: Queries, row: NoticeRow | null): Promise<Notice | null> {
  if (row === null) return null
  const scope = await scopeOf(q, [row.id])
  const texts = await textsOf(q, [row.id])
  const content = contentOf(row, texts, scope)
  const labels = new Map(texts.flatMap(({ locale, labelsSha256 }) => (labelsSha256 ? [[locale, labelsSha256]] : [])))
  const since = new Map(scope.map((one) => [keyOf(one), one.sinceVersion ?? row.version]))
  return {
    ...content,
    id: row.id,
    version: row.version,
    effectiveAt: row.effectiveAt ?? 0,
    labels,
    since,
    isSettled: row.settledAt !== null,
  }
}

export function contentOf(row: NoticeRow, texts: TextRow[], scope: ScopeRow[]): NoticeContent {
  return {
    controller: JSON.parse(row.controller) as NoticeContent['controller'],
    texts: new Map(texts.map(({ locale, sha256 }) => [locale, sha256])),
    scope: scope.map(toScopeCell),
  }
}

function toScopeCell({ purpose, channel, category, retentionMonths, recipients }: ScopeRow): ScopeCell {
  return {
    purpose,
    channel: channel as Channel,
    category: category as Category,
    retentionMonths,
    recipients: JSON.parse(recipients) as string[],
  }
}
