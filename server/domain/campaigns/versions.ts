// What a campaign was: its versions with what each changed, and what differs between two of them.
import { namesOf } from '#access/names.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import { type NewCampaign, newCampaign } from '#shared/contracts/campaigns.ts'
import type { CampaignVersion, TermsChange } from '#shared/contracts/desk.ts'
import { diffTerms } from './diff-terms.ts'
import { campaignRow } from './queries.ts'
import { type VersionRow, versionRow, versionsBefore } from './queries-versions.ts'

/** The newest first; the first version differs from nothing. `withNames`: whether the reader may know who they are, and not
 * only their ids. 404 `campaign.not_found`. */
export async function listVersions(
  house: House,
  id: string,
  page: { limit: number; cursor?: string | undefined },
  withNames: boolean,
): Promise<{ data: CampaignVersion[]; nextCursor: string | null }> {
  const { read: q } = house.store
  if ((await campaignRow(q, id)) === undefined) throw new Refusal('campaign.not_found')
  const before = page.cursor === undefined ? undefined : Number(page.cursor)
  if (before !== undefined && !Number.isSafeInteger(before)) {
    throw new Refusal('request.invalid', { errors: [{ path: 'cursor', message: 'is none of ours' }] })
  }
  const rows = await versionsBefore(q, id, before, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  const actors = shown.map(({ actor }) => actor)
  const names = withNames ? await namesOf(house, actors) : new Map<string, string>()
  return {
    data: shown.map((row, at) => asShown(row, rows[at + 1], names)),
    nextCursor: rows.length > page.limit ? String(shown.at(-1)?.number) : null,
  }
}

function asShown(
  row: VersionRow,
  earlier: VersionRow | undefined,
  names: ReadonlyMap<string, string>,
): CampaignVersion {
  return {
    number: row.number,
    at: iso(row.at),
    actor: row.actor,
    actorName: names.get(row.actor) ?? null,
    cause: row.cause as CampaignVersion['cause'],
    changes: earlier === undefined ? [] : diffTerms(termsIn(earlier), termsIn(row)),
  }
}

/** 404 `campaign.not_found`, `campaign.version_not_found`. */
export async function diffVersions(
  q: Queries,
  id: string,
  { from, to }: { from: number; to: number },
): Promise<{ from: number; to: number; changes: TermsChange[] }> {
  const [was, is] = [await termsAt(q, id, from), await termsAt(q, id, to)]
  return { from, to, changes: diffTerms(was, is) }
}

/** The terms of a version. 404 `campaign.not_found`, `campaign.version_not_found`. */
export async function termsAt(q: Queries, id: string, number: number): Promise<NewCampaign> {
  const row = await versionRow(q, id, number)
  if (row !== undefined) return newCampaign.parse(termsIn(row))
  if ((await campaignRow(q, id)) === undefined) throw new Refusal('campaign.not_found')
  throw new Refusal('campaign.version_not_found')
}

const termsIn = (row: VersionRow) => JSON.parse(row.terms) as Record<string, unknown>
