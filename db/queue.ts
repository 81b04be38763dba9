/** What waits for a lane, and in which order it has its turn: the items of each kind of batch, plain writes, and patient
 * writes last. Never more than there is room for, and never longer than is of use. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { laneFigures } from './figures.ts'
import type { Guard } from './guard.ts'
import type { Answer } from './session.ts'
import { type BatchKind, type Manner, StoreBusy, type Tx } from './store.ts'

const LARGEST_GROUP = 256
/** Groups go first, since checkouts wait for them; after this many in a row another write has its turn. */
const GROUPS_IN_A_ROW = 4
/** Plain writes go before patient ones; after this many in a row a patient one has its turn. */
const WRITES_IN_A_ROW = 8

/** One plain write, or a group of items of one kind. */
export interface Unit {
  /** One item of a batch, which is little work; a plain write may be anything. */
  isOneItem: boolean
  run(tx: Tx): Promise<Answer[]>
  refuse(error: unknown): void
  /** What to try one by one when the whole has failed; empty when there is nothing smaller. */
  members(): Unit[]
  /** To be called when the lane is through with it. */
  finished(): void
}

export interface Queue {
  write<T>(work: (tx: Tx) => Promise<T>, manner?: Manner): Promise<T>
  batch<I, O>(kind: BatchKind<I, O>, item: I): Promise<O>
  /** Whether nobody waits. */
  isEmpty(): boolean
  /** How many items of batches wait. */
  items(): number
  /** Whose turn it is. */
  next(): Unit | undefined
  /** Who may join a transaction that is open already: not the patient, whose work is long. */
  joining(): Unit | undefined
}

export interface Room {
  /** In each line. */
  waiting: number
  /** Milliseconds; the patient wait for as long as it takes. */
  waitMs: number
}

interface Line {
  waiting: Waiting[]
  /** Groups of this kind that lanes are at. */
  running: number
}

interface Waiting {
  item: unknown
  since: number
  resolve(value: unknown): void
  refuse(error: unknown): void
}
type WaitingUnit = Unit & { since: number }

/** @param atOnce how many groups of one kind may run at the same time: they want the same rows (a campaign's budget), and
 * on PostgreSQL with four lanes two of them did 21,500 items a second, one 18,500, and four, queueing for each other's
 * locks, 13,300. */
export function makeQueue(guard: Guard, atOnce: number, room: Room): Queue {
  const writes: WaitingUnit[] = []
  const patient: WaitingUnit[] = []
  const lines = new Map<BatchKind<unknown, unknown>, Line>()
  let groupsInARow = 0
  let writesInARow = 0
  let watch: NodeJS.Timeout | undefined

  function join<W extends { since: number }>(line: W[], one: W, isPatient = false): void {
    if (line.length >= room.waiting) throw new StoreBusy('Too many are waiting')
    line.push(one)
    // A timer, because a database that hangs gives nobody a turn and must not make anybody wait for ever.
    if (!isPatient && watch === undefined) watch = setTimeout(sendAway, room.waitMs).unref()
  }

  function sendAway(): void {
    watch = undefined
    const late = performance.now() - room.waitMs
    const waiting: { since: number; refuse(error: unknown): void }[][] = [writes]
    for (const line of lines.values()) waiting.push(line.waiting)
    let oldest = Number.POSITIVE_INFINITY
    for (const line of waiting) {
      const inTime = line.findIndex(({ since }) => since > late)
      for (const one of line.splice(0, inTime < 0 ? line.length : inTime))
        one.refuse(new StoreBusy('The turn never came'))
      oldest = Math.min(oldest, line[0]?.since ?? oldest)
    }
    if (Number.isFinite(oldest)) watch = setTimeout(sendAway, Math.max(1, oldest - late)).unref()
  }

  function nextGroup(): Unit | undefined {
    for (const [kind, line] of lines) {
      if (line.running >= atOnce || line.waiting.length === 0) continue
      // Kinds take turns: this one goes behind the others.
      lines.delete(kind)
      lines.set(kind, line)
      line.running++
      const finished = () => {
        line.running--
        if (line.running === 0 && line.waiting.length === 0) lines.delete(kind)
      }
      const taken = line.waiting.splice(0, LARGEST_GROUP)
      laneFigures.groups += 1
      laneFigures.items += taken.length
      return { ...group(guard, kind, taken), finished }
    }
    return undefined
  }

  function nextWrite(mayBePatient: boolean): Unit | undefined {
    const isPatientsTurn = mayBePatient && (writes.length === 0 || writesInARow >= WRITES_IN_A_ROW)
    const found = isPatientsTurn ? patient.shift() : undefined
    writesInARow = found || patient.length === 0 ? 0 : writesInARow + 1
    return found ?? writes.shift()
  }

  function take(mayBePatient: boolean): Unit | undefined {
    const others = writes.length + (mayBePatient ? patient.length : 0)
    const found = others > 0 && groupsInARow >= GROUPS_IN_A_ROW ? undefined : nextGroup()
    groupsInARow = found ? groupsInARow + 1 : 0
    return found ?? nextWrite(mayBePatient)
  }

  return {
    write(work, manner) {
      // The work belongs to the request that asked, not to the one that happened to wake the lane.
      const bound = AsyncLocalStorage.bind((tx: Tx) => guard.inside(() => work(tx)))
      return new Promise((resolve, reject) =>
        join(
          manner?.isPatient ? patient : writes,
          { ...single(bound, resolve, reject), since: performance.now() },
          manner?.isPatient,
        ),
      )
    },
    batch: (kind, item) =>
      new Promise((resolve, reject) => {
        const line = lines.get(kind) ?? { waiting: [], running: 0 }
        lines.set(kind, line)
        join(line.waiting, { item, since: performance.now(), resolve, refuse: reject })
      }),
    isEmpty: () =>
      writes.length + patient.length === 0 && [...lines.values()].every((line) => line.waiting.length === 0),
    items: () => [...lines.values()].reduce((sum, line) => sum + line.waiting.length, 0),
    next: () => take(true),
    joining: () => take(false),
  }
}

function single<T>(work: (tx: Tx) => Promise<T>, resolve: (value: T) => void, refuse: Unit['refuse']): Unit {
  return {
    isOneItem: false,
    refuse,
    members: () => [],
    finished: () => {},
    async run(tx) {
      const value = await work(tx)
      return [() => resolve(value)]
    },
  }
}

function group(guard: Guard, kind: BatchKind<unknown, unknown>, waiting: Waiting[]): Unit {
  return {
    isOneItem: waiting.length === 1,
    async run(tx) {
      const items = waiting.map(({ item }) => item)
      const outcomes = await guard.inside(() => kind.run(tx, items))
      if (outcomes.length !== items.length) {
        throw new Error(`${kind.name} answered ${outcomes.length} outcomes for ${items.length} items`)
      }
      return outcomes.map((outcome, i) => {
        return () => ('error' in outcome ? waiting[i]?.refuse(outcome.error) : waiting[i]?.resolve(outcome.value))
      })
    },
    refuse: (error) => {
      for (const { refuse } of waiting) refuse(error)
    },
    finished: () => {},
    members: () => (waiting.length > 1 ? waiting.map((one) => group(guard, kind, [one])) : []),
  }
}
