// Shows segments, one or a page of them, and hands their rules to campaigns.
import type { z } from 'zod'
import { iso } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { type Rule, rule, type segment } from '#shared/contracts/segments.ts'
import { type SegmentRow, segmentRow, segmentRows } from './queries.ts'

type Segment = z.infer<typeof segment>

/** Refuses an unknown id with `segment.not_found`. */
export async function showSegment(q: Queries, id: string): Promise<Segment> {
  const row = await segmentRow(q, id)
  if (row === undefined) throw new Refusal('segment.not_found')
  return shown(row)
}

/** Newest first. */
export async function listSegments(q: Queries, page: { limit: number; cursor?: string | undefined }) {
  const rows = await segmentRows(q, page.cursor, page.limit + 1)
  const data = rows.slice(0, page.limit).map(shown)
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

/** Null for an unknown id. */
export async function ruleOf(q: Queries, id: string): Promise<Rule | null> {
  const row = await segmentRow(q, id)
  return row === undefined ? null : readRule(row)
}

const readRule = (row: SegmentRow): Rule => rule.parse(JSON.parse(row.rule))
const shown = (row: SegmentRow): Segment => ({
  id: row.id,
  name: row.name,
  rule: readRule(row),
  createdAt: iso(row.createdAt),
})
