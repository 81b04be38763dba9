/** Group commit: writes that wait together share one commit, and each is answered only once that commit is durable. */
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { makeGuard } from './guard.ts'
import { makeQueue, type Room, type Unit } from './queue.ts'
import { type Answer, type Connection, makeSession, type Session } from './session.ts'
import { type Store, StoreClosed, StoreUnavailable } from './store.ts'

/** A transaction that many writes share starts no further write after this long, so that none waits for all the others. */
const SHARED_MS = 20
const TRIES = 5
/** How many may wait for each kind of turn, and for how long: some seconds' work, after which a checkout has given up. */
const ROOM: Room = { waiting: 10_000, waitMs: 20_000 }
const HURRIED_MS = 500
const GROUPS_AT_ONCE = 2
/** How long a shared transaction waits for what is arriving just now. */
const GATHERED_MS = 4

export interface Lanes extends Pick<Store, 'write' | 'batch' | 'isHurried' | 'drain'> {
  /** Throws when called inside a write. */
  refuseInside(what: string): void
}

interface LanesOptions {
  connections: Connection[]
  /** One transaction for all that waits (SQLite), or one for each write and group (PostgreSQL, where a row locked by one
   * write would stay locked until the last of them is done). */
  shared: boolean
  now: () => number
  log: (message: string, error: unknown) => void
  /** For tests, which know no time limits. */
  sharedMs?: number
  room?: Room
}

export function makeLanes(options: LanesOptions): Lanes {
  const { connections, shared, now, log, sharedMs = SHARED_MS, room = ROOM } = options
  const guard = makeGuard()
  const queue = makeQueue(guard, shared ? Number.POSITIVE_INFINITY : GROUPS_AT_ONCE, room)
  const clock = neverBackwards(now)
  const idle = connections.map((connection) => makeSession(connection, clock))
  let closed = false
  let waking = false
  let hurriedUntil = 0
  let drained = () => {}
  /** Committed, and not yet on the disk. */
  let settling = 0
  /** The last transaction was for one item only, as all are of somebody who asks one thing after the other. */
  let wasForOne = true

  function enter(what: string): void {
    guard.refuseInside(what)
    if (closed) throw new StoreClosed('The house is shutting down')
    if (waking) return
    waking = true
    // Everything that arrives in this turn of the event loop is gathered before the lanes start.
    setImmediate(() => {
      waking = false
      wake()
    })
  }

  function wake(): void {
    for (const session of idle.splice(0)) void serve(session)
  }

  /** Every transaction costs the same few hundred microseconds beside its items. So while more of them arrive from turn to
   * turn it is not begun; whoever is alone is never kept waiting. */
  async function gather(): Promise<void> {
    const until = performance.now() + GATHERED_MS
    let seen = wasForOne ? 1 : 0
    for (let waiting = queue.items(); waiting > seen && performance.now() < until; waiting = queue.items()) {
      seen = waiting
      await turn()
    }
  }

  async function serve(session: Session): Promise<void> {
    if (shared) await gather()
    for (let unit = queue.next(); unit; unit = queue.next()) {
      const done = shared ? await together(session, unit, queue.joining, sharedMs, log) : await alone(session, unit)
      settle(session, done)
      if (!shared) {
        wake()
        continue
      }
      wasForOne = isForOne(done.units)
      await turn()
      await gather()
    }
    idle.push(session)
    if (isStill()) drained()
  }

  const isStill = () => idle.length === connections.length && settling === 0

  /** Answers once it is durable; the lane goes on with the next transaction meanwhile. */
  function settle(session: Session, { units, answers }: Done): void {
    if (isForOne(units) && queue.isEmpty()) session.settleNow()
    const settled = session.settled()
    if (settled === undefined) {
      giveAll(answers)
      return
    }
    settling++
    const refuse = (error: unknown) => giveAll(units.map((unit) => () => unit.refuse(error)))
    void settled
      .then(() => giveAll(answers), refuse)
      .then(() => {
        settling--
        if (isStill()) drained()
      })
  }

  function giveAll(answers: Answer[]): void {
    for (const answer of answers) give(answer)
  }

  function give(answer: Answer): void {
    try {
      answer()
    } catch (error) {
      log('Work after a commit failed', error)
    }
  }

  return {
    refuseInside: guard.refuseInside,
    async write(work, manner) {
      enter('A write')
      return queue.write(work, manner)
    },
    async batch(kind, item) {
      enter('A batch')
      if (kind.isUrgent) hurriedUntil = performance.now() + HURRIED_MS
      return queue.batch(kind, item)
    },
    isHurried: () => performance.now() < hurriedUntil,
    async drain() {
      closed = true
      if (waking) await turn()
      if (!isStill()) await new Promise<void>((resolve) => (drained = resolve))
    },
  }
}

const isForOne = (units: Unit[]): boolean => units.length === 1 && units[0]?.isOneItem === true

/** What was committed together, and what to say once it is durable. */
interface Done {
  units: Unit[]
  answers: Answer[]
}

/** Runs waiting units in one transaction, each but the first in its own savepoint, and commits once. */
async function together(
  session: Session,
  first: Unit,
  next: () => Unit | undefined,
  ms: number,
  log: LanesOptions['log'],
): Promise<Done> {
  const units = [first]
  const answers: Answer[] = []
  const until = performance.now() + ms
  let begun = false
  try {
    await session.begin()
    begun = true
    for (const unit of units) {
      answers.push(...(await (unit === first ? ahead(session, unit) : apart(session, unit))))
      const more = performance.now() < until ? next() : undefined
      if (more) units.push(more)
    }
    await session.commit()
    return { units, answers }
  } catch (error) {
    await session.rollback()
    // Somebody else has the file: whoever waits here has waited as long as this one and hears the same.
    if (!begun) for (let other = next(); other; other = next()) units.push(other)
    log('Nothing could be committed', error)
    const refusal = unavailable('Nothing could be committed', error)
    return { units, answers: units.map((unit) => () => unit.refuse(refusal)) }
  } finally {
    for (const unit of units) unit.finished()
  }
}

/** Nothing stands before the first that its failure could undo. Inside a savepoint SQLite keeps a copy of each page that it
 * changes, which is a third of what a long page of people costs. */
async function ahead(session: Session, unit: Unit): Promise<Answer[]> {
  try {
    return await session.perform(unit.run)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    await session.rollback()
    await session.begin()
    return oneByOne(session, unit, error)
  }
}

async function apart(session: Session, unit: Unit): Promise<Answer[]> {
  try {
    return await session.performApart(unit.run)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    return oneByOne(session, unit, error)
  }
}

async function oneByOne(session: Session, unit: Unit, error: unknown): Promise<Answer[]> {
  const members = unit.members()
  if (members.length < 2) return [() => unit.refuse(error)]
  const answers: Answer[] = []
  for (const member of members) answers.push(...(await apart(session, member)))
  return answers
}

/** Runs one unit in a transaction of its own; again after a deadlock; then, if it is a group, its members one by one. */
async function alone(session: Session, unit: Unit): Promise<Done> {
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await session.begin()
        const answers = await session.perform(unit.run)
        await session.commit()
        return { units: [unit], answers }
      } catch (error) {
        await session.rollback()
        // Lost while it was idle, and noticed only now: another connection will do.
        if (error instanceof StoreUnavailable && attempt === 1 && !(await session.hasBegun())) continue
        if (!isRetryable(error) || attempt === TRIES) throw error
        await pause(Math.random() * 10 * attempt)
      }
    }
  } catch (error) {
    const members = unit.members()
    if (error instanceof StoreUnavailable || members.length < 2) {
      const refusal = isRetryable(error) ? unavailable('Others were always faster', error) : error
      return { units: [unit], answers: [() => unit.refuse(refusal)] }
    }
    const answers: Answer[] = []
    for (const member of members) answers.push(...(await alone(session, member)).answers)
    return { units: [unit], answers }
  } finally {
    unit.finished()
  }
}

/** Serialization failure or deadlock: PostgreSQL has undone everything and asks for it again. */
function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
}

function unavailable(message: string, error: unknown): StoreUnavailable {
  return error instanceof StoreUnavailable ? error : new StoreUnavailable(message, error)
}

function neverBackwards(now: () => number): () => number {
  let latest = 0
  return () => {
    latest = Math.max(latest, now())
    return latest
  }
}
