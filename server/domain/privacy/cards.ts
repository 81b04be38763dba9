// What people are asked and have answered, as cards: one per purpose, its cells with their state and their clause.
import { cellDetails } from '#consent/cells.ts'
import { keyOf } from '#consent/diff-notice.ts'
import { type Notice, noticeInForce } from '#consent/notice.ts'
import { type Purpose, purposesInUse, purposeWords } from '#consent/purposes.ts'
import type { Queries } from '#db/store.ts'
import type { Category, CellState, Channel, LegalBasis } from '#shared/kinds.ts'

export interface CellChoice {
  channel: Channel
  category: Category
  state: CellState
  /** Epoch ms; null for what was never decided. */
  since: number | null
  noticeVersion: number | null
  expiresAt: number | null
  /** The anchor of the clause in /notices/{version}, without #. */
  clause: string
  byGuardian: boolean
}
export interface Card {
  purpose: string
  title: string
  benefit: string | null
  incentive: string | null
  legalBasis: LegalBasis
  justification: string | null
  isPartner: boolean
  objected: boolean
  cells: CellChoice[]
}

/** Every purpose of the notice in force that has not been stopped. `closed` are channels whose address is suppressed: whatever
 * a shop has recorded since, nothing is on there until she says so herself. Without a person: as it stands before anybody answers. */
export async function readCards(
  q: Queries,
  now: number,
  locale: string,
  person: { customerId: string; objections: ReadonlySet<string>; closed?: ReadonlySet<string> } | null,
): Promise<{ notice: Notice | null; cards: Card[] }> {
  const notice = await noticeInForce(q, now)
  if (notice === null) return { notice, cards: [] }
  const known = new Map(
    person === null ? [] : (await cellDetails(q, person.customerId, now)).map((cell) => [keyOf(cell), cell]),
  )
  const scopes = Map.groupBy(notice.scope, ({ purpose }) => purpose)
  const cards = (await purposesInUse(q)).flatMap((purpose) => {
    const scope = scopes.get(purpose.key)
    if (scope === undefined) return []
    const cells = scope.map(({ channel, category }): CellChoice => {
      const cell = known.get(keyOf({ purpose: purpose.key, channel, category }))
      const isClosed = cell?.state === 'granted' && person?.closed?.has(channel) === true
      const state = isClosed ? 'withdrawn' : (cell?.state ?? 'unknown')
      return {
        ...{ channel, category, state, since: cell?.since ?? null },
        noticeVersion: cell?.noticeVersion ?? null,
        expiresAt: cell !== undefined && state === 'granted' ? cell.validTo : null,
        clause: `${purpose.key}.${channel}.${category}`,
        byGuardian: cell?.byGuardian ?? false,
      }
    })
    return [cardOf(purpose, locale, person?.objections ?? new Set(), cells)]
  })
  return { notice, cards }
}

function cardOf(purpose: Purpose, locale: string, objections: ReadonlySet<string>, cells: CellChoice[]): Card {
  const { key, legalBasis, justification, isPartner } = purpose
  const objected = objections.has(key) || objections.has('*')
  return { purpose: key, ...purposeWords(purpose, locale), legalBasis, justification, isPartner, objected, cells }
}

/** The words of the controls that a notice was published with, as proof points to them. */
export function labelsOf(notice: Notice | null, locale: string): string | null {
  return notice?.labels.get(locale) ?? notice?.labels.get(locale.split('-')[0] ?? '') ?? null
}
