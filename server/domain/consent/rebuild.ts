// Makes everybody's cells anew from the events, and with them their masks, and says by a checksum whether they are what they
// were.
import { createHash } from 'node:crypto'
import type { Queries, Store } from '#db/store.ts'
import { project } from './projection.ts'
import {
  type CellRow,
  cellsAfter,
  eventsOfMany,
  type MaskRow,
  masksAfter,
  peopleAfter,
  replaceCells,
} from './queries-rebuild.ts'

const CELLS_PER_READ = 5000
const PEOPLE_PER_WRITE = 200

export interface Checksum {
  sha256: string
  cells: number
  masks: number
}

/** Over every cell and then every mask, each in the order of its key; the same on both engines. */
export async function checksumCells(q: Queries): Promise<Checksum> {
  const hash = createHash('sha256')
  let cells = 0
  for (let last: CellRow | null = null; ; ) {
    const page: CellRow[] = await cellsAfter(q, last, CELLS_PER_READ)
    for (const cell of page) hash.update(`${JSON.stringify(inOrder(cell))}\n`)
    cells += page.length
    last = page.at(-1) ?? last
    if (page.length < CELLS_PER_READ) break
  }
  let masks = 0
  for (let last: MaskRow | null = null; ; ) {
    const page: MaskRow[] = await masksAfter(q, last, CELLS_PER_READ)
    for (const mask of page) hash.update(`${JSON.stringify(maskInOrder(mask))}\n`)
    masks += page.length
    last = page.at(-1) ?? last
    if (page.length < CELLS_PER_READ) return { sha256: hash.digest('hex'), cells, masks }
  }
}

/** Answers how many people it went through. Nobody else has to stop meanwhile: a page of people is one write. */
export async function rebuildAllCells(store: Store): Promise<number> {
  let count = 0
  for (let last = ''; ; ) {
    const people = await peopleAfter(store.read, last, PEOPLE_PER_WRITE)
    await store.write(
      async (tx) => {
        const events = await eventsOfMany(tx, people)
        await replaceCells(tx, people, [...Map.groupBy(events, (event) => event.customerId).values()].flatMap(project))
      },
      { isPatient: true },
    )
    count += people.length
    last = people.at(-1) ?? last
    if (people.length < PEOPLE_PER_WRITE) return count
  }
}

function inOrder(cell: CellRow): unknown[] {
  const { customerId, purpose, channel, category, state, validTo, noticeVersion, decidedAt, eventId } = cell
  return [customerId, purpose, channel, category, state, validTo, noticeVersion, decidedAt, eventId]
}

function maskInOrder(mask: MaskRow): unknown[] {
  const { way, customerId, mask: bits, noticeVersion, validTo } = mask
  return [way, customerId, bits, noticeVersion, validTo]
}
