// Saved views: a report somebody looks at again and again, and that comes by mail if she likes.
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import type { NewReportView, ReportView } from '#shared/contracts/reports.ts'
import { DAY_MS } from '#shared/time.ts'
import { reportable } from './campaign-report.ts'
import type { Asked } from './funnel.ts'
import {
  deleteView,
  dueViews,
  insertView,
  nextView,
  takeView,
  type ViewRow,
  viewRow,
  viewsBefore,
} from './queries-batches.ts'
import { takeSnapshot } from './snapshots.ts'

const PAGE = 100
const spanOf = (every: string | null): number | null =>
  every === 'day' ? DAY_MS : every === 'week' ? 7 * DAY_MS : null

/** Answers the id. The first mail comes after one span. Refuses as the campaign's report does. */
export async function saveView(
  house: House,
  tx: Tx,
  view: NewReportView,
  by: { owner: string; exact: boolean },
): Promise<string> {
  const id = newId('reportView', tx.now)
  const span = spanOf(view.every ?? null)
  await insertView(tx, {
    id,
    name: view.name,
    owner: by.owner,
    audience: by.exact ? 'exact' : 'analyst',
    campaignId: view.campaignId,
    asked: JSON.stringify(view.asked),
    every: view.every ?? null,
    toSealed: view.to === undefined ? null : house.secrets.seal(view.to, id),
    nextAt: span === null ? null : tx.now + span,
    createdAt: tx.now,
  })
  return id
}

export async function checkView(house: House, view: NewReportView): Promise<void> {
  await reportable(house, view.campaignId)
}

export async function showView(house: House, id: string): Promise<ReportView> {
  const row = await viewRow(house.store.read, id)
  if (row === undefined) throw new Refusal('report.not_found')
  return shown(house, row)
}

/** Analysts see those that show what analysts may see. */
export async function listViews(house: House, page: { limit: number; cursor?: string | undefined }, exact: boolean) {
  const rows = await viewsBefore(house.store.read, exact ? 'exact' : 'analyst', page.cursor, page.limit + 1)
  const data = rows.slice(0, page.limit).map((row) => shown(house, row))
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

/** 404 `report.not_found`. */
export async function dropView(tx: Tx, id: string, exact: boolean): Promise<void> {
  const row = await viewRow(tx, id)
  if (row === undefined || (row.audience === 'exact' && !exact) || !(await deleteView(tx, id)))
    throw new Refusal('report.not_found')
}

function shown(house: House, row: ViewRow): ReportView {
  return {
    id: row.id,
    name: row.name,
    campaignId: row.campaignId,
    asked: JSON.parse(row.asked) as ReportView['asked'],
    every: row.every as ReportView['every'],
    to: row.toSealed === null ? null : house.secrets.unseal(row.toSealed, row.id),
    nextAt: isoOrNull(row.nextAt),
    createdAt: iso(row.createdAt),
  }
}

export const nextMail = ({ store }: { store: { read: Queries } }): Promise<number | null> => nextView(store.read)

/** Mails what fell due: the key figures and a link to the report as it was kept. Answers how many. */
export async function mailViews(house: House, stopping: () => boolean = () => false): Promise<number> {
  let count = 0
  for (const row of await dueViews(house.store.read, house.clock.now(), PAGE)) {
    if (stopping()) break
    count += (await mailOne(house, row)) ? 1 : 0
  }
  return count
}

async function mailOne(house: House, row: ViewRow): Promise<boolean> {
  const { nextAt } = row
  const span = spanOf(row.every)
  if (nextAt === null || span === null || row.toSealed === null) return false
  const to = house.secrets.unseal(row.toSealed, row.id)
  const asked = JSON.parse(row.asked) as Asked
  const { hash, keep, report } = await takeSnapshot(house, row.campaignId, asked, { exact: row.audience === 'exact' })
  return house.store.write(async (tx) => {
    const behind = Math.floor((tx.now - nextAt) / span)
    if (!(await takeView(tx, row.id, nextAt, nextAt + (behind + 1) * span))) return false
    await keep(tx)
    const { total, currency, name } = report
    const figures = ['assigned', 'issued', 'redeemed', 'discountMinor'] as const
    const text = figures.map((key) => `${key}: ${total[key] ?? '-'}${key === 'discountMinor' ? ` ${currency}` : ''}`)
    const link = `${house.config.publicUrl}/v1/reports/snapshots/${hash}`
    const values = { name: row.name, campaign: name, text: text.join('\n'), address: link }
    await queueServiceMail(house, tx, { customerId: null, to, channel: 'email', locale: 'en', kind: 'report', values })
    return true
  })
}
