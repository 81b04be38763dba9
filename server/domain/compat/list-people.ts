// Lists the customers of the drop-in: by time of making, or those who fit what is asked.
import type { House } from '#core/house.ts'
import { noteEverybody, peopleOf } from './customers.ts'
import { type Body, countNotes, listNotes } from './notes.ts'
import { type Address, type Person, showCustomer } from './show-customer.ts'
import { usesOf } from './summaries.ts'

export interface PeopleAsked {
  limit: number
  page: number
  isAscending: boolean
  after?: number | undefined
  before?: number | undefined
  email?: string | undefined
  name?: string | undefined
  city?: string | undefined
  /** Of a segment, as she is told. */
  isMember?: ((person: Body) => Promise<boolean>) | undefined
}

const MOST_SEARCHED = 20_000

/** Filters look through people one by one: what they ask for is sealed. */
export async function listPeople(
  house: House,
  asked: PeopleAsked,
): Promise<{ customers: Body[]; total: number; hasMore: boolean }> {
  await noteEverybody(house)
  const { limit, page, isAscending, after, before } = asked
  const wanted = { kinds: ['customer' as const], isAscending, after, before }
  const { isMember } = asked
  const isFiltered = [asked.email, asked.name, asked.city, isMember].some((one) => one !== undefined)
  const [size, from] = isFiltered ? [MOST_SEARCHED, 0] : [limit + 1, (page - 1) * limit]
  const notes = await listNotes(house, wanted, size, from)
  const people = await peopleOf(
    house,
    notes.map(({ id }) => id),
  )
  const fitting = notes.flatMap(({ id }) => people.get(id) ?? []).filter((person) => fits(person, asked))
  const all = isMember === undefined ? fitting : await membersAmong(house, fitting, isMember)
  const shown = isFiltered ? all.slice((page - 1) * limit, page * limit) : all.slice(0, limit)
  const total = isFiltered ? all.length : await countNotes(house, { kinds: ['customer'] })
  const hasMore = isFiltered ? all.length > page * limit : notes.length > limit
  const uses = await usesOf(
    house,
    shown.map(({ note }) => note.id),
  )
  return { customers: shown.map((person) => showCustomer(person, uses.get(person.note.id))), total, hasMore }
}

/** Segments may ask what people have bought and used. */
async function membersAmong(
  house: House,
  people: Person[],
  isMember: (person: Body) => Promise<boolean>,
): Promise<Person[]> {
  const uses = await usesOf(
    house,
    people.map(({ note }) => note.id),
  )
  const members: Person[] = []
  for (const person of people) if (await isMember(showCustomer(person, uses.get(person.note.id)))) members.push(person)
  return members
}

function fits({ profile, note }: Person, { email, name, city }: PeopleAsked): boolean {
  const said = (note.body.address as Address | null | undefined)?.city ?? ''
  const whole = [profile.givenName, profile.familyName].filter(Boolean).join(' ')
  const has = (text: string, part: string | undefined) =>
    part === undefined || text.toLowerCase().includes(part.toLowerCase())
  return (
    (email === undefined || profile.email?.toLowerCase() === email.toLowerCase()) && has(whole, name) && has(said, city)
  )
}
