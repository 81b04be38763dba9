// Every change of the notices since a person agreed, and which cells of hers each one concerns.
import { type CellDetail, cellDetails } from '#consent/cells.ts'
import { keyOf } from '#consent/diff-notice.ts'
import { publishedSince } from '#consent/notice.ts'
import type { House } from '#core/house.ts'
import type { Cell, NoticeChange } from '#shared/contracts/consent.ts'
import type { Category, Channel } from '#shared/kinds.ts'

export interface ChangeToSee {
  /** `version.number`. */
  id: string
  version: number
  kind: string
  material: boolean
  purpose: string | null
  channel: Channel | null
  category: Category | null
  detail: string | null
  /** Epoch ms. */
  effectiveAt: number
  /** Whether she can say yes or no to it now. */
  open: boolean
}

export async function countOpenChanges(house: House, customerId: string): Promise<number> {
  return (await readChanges(house, customerId)).filter(({ open }) => open).length
}

export interface Concerned extends Cell {
  isGranted: boolean
}

/** Newest version first; nothing for whoever never agreed to anything. */
export async function readChanges(
  { store, clock }: House,
  customerId: string,
): Promise<(ChangeToSee & { cells: Concerned[] })[]> {
  const own = await cellDetails(store.read, customerId, clock.now())
  const agreed = own.filter(({ state }) => state === 'granted' || state === 'reconsent_required')
  if (agreed.length === 0) return []
  const since = Math.min(...agreed.map(({ noticeVersion }) => noticeVersion))
  const versions = await publishedSince(store.read, since)
  return versions.flatMap(({ version, effectiveAt, changes }) =>
    changes.map((change, i) => {
      const cells = change.material ? concerned(change, version, own, agreed) : []
      return {
        ...{ id: `${version}.${i}`, version, kind: change.kind, material: change.material },
        purpose: change.cell?.purpose ?? null,
        channel: change.cell?.channel ?? null,
        category: change.cell?.category ?? null,
        ...{ detail: change.detail ?? null, effectiveAt, open: cells.length > 0, cells },
      }
    }),
  )
}

/** What a material change touches: her own cells of before, or a new cell of a purpose that she is in. */
function concerned(
  change: NoticeChange,
  version: number,
  own: readonly CellDetail[],
  agreed: readonly CellDetail[],
): Concerned[] {
  const older = agreed.filter(({ noticeVersion }) => noticeVersion < version)
  const { cell } = change
  if (cell === undefined) return older.map((one) => ({ ...cellIn(one), isGranted: true }))
  const mine = older.find((one) => keyOf(one) === keyOf(cell))
  if (mine !== undefined) return [{ ...cell, isGranted: true }]
  const isNew = own.every((one) => keyOf(one) !== keyOf(cell))
  return isNew && agreed.some(({ purpose }) => purpose === cell.purpose) ? [{ ...cell, isGranted: false }] : []
}

const cellIn = ({ purpose, channel, category }: CellDetail): Cell => ({ purpose, channel, category })
