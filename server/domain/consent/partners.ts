// Which cells mean that data goes to partners or advertisers.
import type { Queries } from '#db/store.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { noticeInForce } from './notice.ts'
import { purposesInUse } from './purposes.ts'

/** Of a purpose that is a partner's, or by the partner channel or contact. */
export async function isPartnerCell(q: Queries): Promise<(cell: { [K in keyof Cell]: string }) => boolean> {
  const partners = new Set((await purposesInUse(q)).filter(({ isPartner }) => isPartner).map(({ key }) => key))
  return ({ purpose, channel, category }) => {
    return partners.has(purpose) || channel === 'partner' || category === 'contact.partner'
  }
}

/** Those that the notice in force asks about. */
export async function partnerCells(q: Queries, now: number): Promise<Cell[]> {
  const notice = await noticeInForce(q, now)
  const isPartner = await isPartnerCell(q)
  return (notice?.scope ?? [])
    .filter(isPartner)
    .map(({ purpose, channel, category }) => ({ purpose, channel, category }))
}
