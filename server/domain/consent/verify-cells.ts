// Holds everybody's cells against their events without writing anything, while the house runs.
import type { Queries } from '#db/store.ts'
import { keyOf } from './diff-notice.ts'
import { project } from './projection.ts'
import { type CellRow, cellsOfMany, eventsOfMany, peopleAfter } from './queries-rebuild.ts'

const PEOPLE_PER_READ = 200
/** Somebody may decide between the two reads; what is wrong three times is wrong. */
const LOOKS = 3

export interface Verified {
  people: number
  /** Ids of customers whose cells are not what their events make of them. */
  wrong: string[]
}

export async function verifyCells(q: Queries): Promise<Verified> {
  const verified: Verified = { people: 0, wrong: [] }
  for (let last = ''; ; ) {
    const people = await peopleAfter(q, last, PEOPLE_PER_READ)
    let wrong = people
    for (let look = 0; look < LOOKS && wrong.length > 0; look += 1) wrong = await wrongAmong(q, wrong)
    verified.people += people.length
    verified.wrong.push(...wrong)
    last = people.at(-1) ?? last
    if (people.length < PEOPLE_PER_READ) return verified
  }
}

async function wrongAmong(q: Queries, people: string[]): Promise<string[]> {
  const events = Map.groupBy(await eventsOfMany(q, people), ({ customerId }) => customerId)
  const cells = Map.groupBy(await cellsOfMany(q, people), ({ customerId }) => customerId)
  return people.filter((id) => written(project(events.get(id) ?? [])) !== written(cells.get(id) ?? []))
}

const written = (cells: CellRow[]): string =>
  cells
    .map((cell) => [keyOf(cell), cell.state, cell.validTo, cell.noticeVersion, cell.decidedAt, cell.eventId].join(' '))
    .sort()
    .join('\n')
