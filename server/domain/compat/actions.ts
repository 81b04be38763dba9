// Work that the drop-in promises and does behind the answer; whoever asks is told how far it is.
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { ownId } from './ids.ts'
import { type Body, changeNote, countNotes, keepNote, listNotes, type Note, noteById } from './notes.ts'
import { notFound, VendorError } from './vendor-error.ts'

export interface Outcome {
  done: number
  failed: Body[]
}

/** Answers the action's id at once; the work goes on behind. What it does must be harmless to repeat: a process that ends
 * in the middle leaves the action as it is, and the caller asks again. */
export async function startAction(
  house: House,
  type: string,
  requestId: string,
  work: () => Promise<Outcome>,
): Promise<string> {
  const id = ownId('aa', house.clock.now())
  const body = { type, request_id: requestId, progress: 0, operation_status: 'UNKNOWN' }
  await keepNote(house, { id, kind: 'action', state: 'IN_PROGRESS', body })
  const started = performance.now()
  // Behind the answer: whoever waits for it asks for the action.
  setImmediate(() => {
    work()
      .then(
        (outcome) => end(house, id, started, outcome),
        (error: unknown) => fail(house, id, started, error),
      )
      .catch((error: unknown) =>
        house.log.error({ actionId: id, error: String(error) }, 'an action could not be ended'),
      )
  })
  return id
}

async function end(house: House, id: string, started: number, { done, failed }: Outcome): Promise<void> {
  await changeNote(house, id, ({ body }) => ({
    state: 'DONE',
    body: {
      ...body,
      progress: 100,
      operation_status: failed.length > 0 && done === 0 ? 'FAILED' : 'SUCCESS',
      processing_time: Math.round(performance.now() - started),
      result: { done_count: done, failed_count: failed.length, failed: failed.slice(0, 1000) },
    },
  }))
}

async function fail(house: House, id: string, started: number, error: unknown): Promise<void> {
  const message = error instanceof VendorError ? error.message : 'The work could not be done'
  house.log.error({ actionId: id, error: String(error).slice(0, 300) }, 'an action of the drop-in failed')
  await changeNote(house, id, ({ body }) => ({
    state: 'FAILED',
    body: {
      ...body,
      operation_status: 'FAILED',
      processing_time: Math.round(performance.now() - started),
      result: { message, failed_count: 1, done_count: 0 },
    },
  }))
}

/** 404 `not_found`. */
export async function showAction(house: House, id: string): Promise<Body> {
  const note = await noteById(house, id)
  if (note?.kind !== 'action') throw notFound('async_action', id)
  return { ...told(note), result: note.body.result ?? null }
}

/** The newest first, without results. */
export async function listActions(house: House, asked: { limit: number; after?: number; before?: number }) {
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
