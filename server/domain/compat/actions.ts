// Work that the drop-in promises and does behind the answer. What is to do is written down in the write that promises it, and
// how far it has come in the write of each page, so that a process that ends in the middle leaves nothing undone or done twice.
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { ownId } from './ids.ts'
import {
  type Body,
  changeNote,
  countNotes,
  dropNotes,
  insertNotes,
  listNotes,
  type Note,
  noteById,
  type SealedNote,
  sealNote,
} from './notes.ts'
import { updateRow } from './queries.ts'
import type { Progress, Save } from './steps.ts'
import { notFound, VendorError } from './vendor-error.ts'
import { type ActionType, works } from './works.ts'

const MOST_FAILED = 1000
/** Longer than any page takes. */
const LEASE_MS = 2 * MINUTE_MS
const MOST_TRIES = 5
/** Those that this process is at. */
const under = new Set<string>()

export interface Drafted {
  id: string
  notes: SealedNote[]
}

/** What is to be inserted where it is promised; then `runSoon`. */
export async function draftAction(house: House, type: ActionType, requestId: string, args: unknown): Promise<Drafted> {
  const now = house.clock.now()
  const id = ownId('aa', now)
  const progress: Progress = { at: 0, done: 0, failed: [] }
  const body = {
    type,
    request_id: requestId,
    progress: 0,
    operation_status: 'UNKNOWN',
    reached: progress,
    startedAt: now,
  }
  const action = await sealNote(house, { id, kind: 'action', state: 'IN_PROGRESS', body })
  const work = await sealNote(house, { id: ownId('work', now), kind: 'work', parent: id, body: { args } })
  return { id, notes: [action, work] }
}

/** Answers the action's id at once; the work goes on behind. */
export async function startAction(house: House, type: ActionType, requestId: string, args: unknown): Promise<string> {
  const { id, notes } = await draftAction(house, type, requestId, args)
  await house.store.write((tx) => insertNotes(tx, notes))
  runSoon(house, id)
  return id
}

/** Behind the answer: whoever waits for it asks for the action. */
export function runSoon(house: House, id: string): void {
  setImmediate(() => {
    run(house, id).catch((error: unknown) =>
      house.log.error({ actionId: id, error: String(error).slice(0, 300) }, 'an action of the drop-in was interrupted'),
    )
  })
}

const openActions = (house: House) =>
  listNotes(house, { kinds: ['action'], state: 'IN_PROGRESS', isAscending: true }, 100)

/** An SQLite file has one server: what this process is not at is nobody's. Elsewhere a lease says so. */
const freeAt = ({ store }: House, { updatedAt, madeMicros }: Note): number =>
  store.engine === 'sqlite' ? 0 : (updatedAt ?? Math.floor(madeMicros / 1000)) + LEASE_MS

/** When something that was left in the middle may be gone on with; null when nothing was. */
export async function nextActionDue(house: House): Promise<number | null> {
  const left = (await openActions(house)).filter(({ id }) => !under.has(id))
  return left.length === 0 ? null : Math.min(...left.map((note) => freeAt(house, note)))
}

/** Goes on with what was left in the middle, by this process or another; answers how many. */
export async function resumeActions(house: House, stopping: () => boolean = () => false): Promise<number> {
  const isFree = (note: Note) => !under.has(note.id) && freeAt(house, note) <= house.clock.now()
  let count = 0
  for (const { id } of (await openActions(house)).filter(isFree)) {
    if (stopping()) break
    await run(house, id, stopping)
    count += 1
  }
  return count
}

async function run(house: House, id: string, stopping: () => boolean = () => false): Promise<void> {
  if (under.has(id)) return
  under.add(id)
  try {
    await goOn(house, id, stopping)
  } finally {
    under.delete(id)
  }
}

async function goOn(house: House, id: string, stopping: () => boolean): Promise<void> {
  const note = await noteById(house, id)
  const [work] = await listNotes(house, { kinds: ['work'], parent: id }, 1)
  if (note?.state !== 'IN_PROGRESS') return
  const type = note.body.type as ActionType
  try {
    if (work === undefined) throw new VendorError(400, 'action_lost', 'What was to be done is not known any more')
    const args = work.body.args as never
    let { revision } = note
    let progress = note.body.reached as Progress
    for (let isEnd = false; !isEnd; ) {
      if (stopping()) return
      let isSaved = false
      const save: Save = async (tx, reached) => {
        const body = house.secrets.seal(JSON.stringify({ ...note.body, reached }), id)
        // Somebody else has taken it: nothing of this page stands.
        if (!(await updateRow(tx, { id, revision }, { body }))) throw new Taken()
        isSaved = true
      }
      const step = await works[type](house, args, progress, save)
      const { isEnd: isOver, percent, ...reached } = step
      progress = { ...reached, failed: reached.failed.slice(0, MOST_FAILED) }
      note.body.progress = percent
      if (!isSaved) await house.store.write((tx) => save(tx, progress))
      revision += 1
      isEnd = isOver
    }
    await end(house, id, progress)
  } catch (error) {
    if (error instanceof Taken) return
    await fail(house, id, error)
  }
  const now = await noteById(house, id)
  if (work !== undefined && now?.state !== 'IN_PROGRESS') await dropNotes(house, [work.id])
}

class Taken extends Error {}

const tookMs = (house: House, body: Body): number => Math.max(0, house.clock.now() - Number(body.startedAt ?? 0))

async function end(house: House, id: string, { done, failed }: Progress): Promise<void> {
  await changeNote(house, id, ({ body }) => ({
    state: 'DONE',
    body: {
      ...body,
      progress: 100,
      operation_status: failed.length > 0 && done === 0 ? 'FAILED' : 'SUCCESS',
      processing_time: tookMs(house, body),
      result: { message: 'Done', done_count: done, failed_count: failed.length, failed },
    },
  }))
}

/** A refusal is the end of it; anything else may be the store's trouble, and is tried again a few times. */
async function fail(house: House, id: string, error: unknown): Promise<void> {
  const isFinal = error instanceof VendorError || error instanceof Refusal
  house.log.error({ actionId: id, error: String(error).slice(0, 300) }, 'an action of the drop-in failed')
  await changeNote(house, id, ({ body, state }) => {
    const tries = Number(body.tries ?? 0) + 1
    if (!isFinal && tries < MOST_TRIES) return { body: { ...body, tries }, state: state ?? 'IN_PROGRESS' }
    const message = error instanceof VendorError ? error.message : 'The work could not be done'
    return {
      state: 'FAILED',
      body: {
        ...body,
        operation_status: 'FAILED',
        processing_time: tookMs(house, body),
        result: { message, failed_count: 1, done_count: (body.reached as Progress).done },
      },
    }
  })
}

/** 404 `not_found`. */
export async function showAction(house: House, id: string): Promise<Body> {
  const note = await noteById(house, id)
  if (note?.kind !== 'action') throw notFound('async_action', id)
  return { ...told(note), result: note.body.result ?? null }
}

/** The newest first, without results. */
export async function listActions(
  house: House,
  asked: { limit: number; after?: number | undefined; before?: number | undefined },
) {
  const { limit, ...span } = asked
  const notes = await listNotes(house, { kinds: ['action'], ...span }, limit + 1)
  const total = await countNotes(house, { kinds: ['action'] })
  return { actions: notes.slice(0, limit).map(told), total, hasMore: notes.length > limit }
}

function told({ id, state, body, madeMicros, updatedAt }: Note): Body {
  const { type, request_id, progress, operation_status, processing_time = null } = body
  return {
    id,
    type,
    status: state,
    operation_status,
    progress,
    processing_time,
    request_id,
    created_at: iso(Math.floor(madeMicros / 1000)),
    updated_at: isoOrNull(updatedAt),
    object: 'async_action',
  }
}
