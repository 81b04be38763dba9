// Hands out what every figure of a campaign is counted from, one line per recipient and nobody's name: recompute it yourself.
import type { Queries } from '#db/store.ts'
import type { UnitRow } from './arm-sums.ts'
import { asCsv, type Table } from './formats.ts'
import { unitsOfCampaign } from './queries-cells.ts'

const columns = [
  'arm',
  'epoch',
  'day',
  'isMature',
  'channel',
  'country',
  'ageBand',
  'newcomer',
  'issued',
  'redeemed',
  'redeemedAfter',
  'byOther',
  'orders',
  'refunded',
  'revenueMinor',
  'tailOrders',
  'tailMinor',
  'discountMinor',
  'beforeMinor',
] as const satisfies readonly (keyof UnitRow)[]
const texts = new Set<string>(['arm', 'day', 'channel', 'country', 'ageBand', 'newcomer'])
const PAGE = 5_000

/** CSV page by page; the first piece begins with the names of the columns. */
export async function* exportRecipients(q: Queries, campaignId: string): AsyncGenerator<string> {
  let after = ''
  for (let isFirst = true; ; isFirst = false) {
    const page = await unitsOfCampaign(q, campaignId, after, PAGE)
    const text = asCsv(tableOf(page))
    yield isFirst ? text : text.slice(text.indexOf('\n') + 1)
    if (page.length < PAGE) return
    after = page.at(-1)?.id ?? ''
  }
}

const tableOf = (page: UnitRow[]): Table => ({
  columns: columns.map((name) => ({ name, kind: texts.has(name) ? 'text' : 'integer' })),
  rows: page.map((unit) => columns.map((name) => unit[name])),
})
