// Where guesses are counted: in the database, for all processes, by one write at a time of this one; and in memory, so that
// a code that is good costs nothing but a look into a map. Real time, not the test clock.
import type { House } from '#core/house.ts'
import { tell } from '#db/signals.ts'
import type { Tx } from '#db/store.ts'
import { DAY_MS, SECOND_MS } from '#shared/time.ts'
import { alarmOf, type GuessAlarm, guessFigures, raiseAlarm } from './guess-alarm.ts'
import { count, NEW, QUIET_MS, type SourceKind, type Standing } from './guess-standing.ts'
import { dropGuesses, lockedOut, lockStandings, saveStandings } from './queries-guesses.ts'

export interface Guess {
  source: string
  kind: Exclude<SourceKind, 'all'>
  /** Whose allowance it takes as well: everybody's who tries such codes; null for a code that no one could have. */
  all: string | null
  /** The prefix of the code as it was written, if it had a plausible one. */
  prefix: string | null
  /** The API key it came through. */
  apiKey: string
}

/** Whose allowance codes take that name no campaign. */
export const HOUSE = 'house'

export interface GuessBook {
  /** Milliseconds for which the source is locked out; 0 when it is not. Waits for nothing but this process's first look. */
  blockedFor(source: string): Promise<number>
  /** Counts a guess; answers once it counts everywhere, or once that could not be done, for how many milliseconds
   * everybody's allowance for such codes is spent. */
  note(guess: Guess): Promise<number>
}

const MOST_SOURCES = 100_000
const MOST_PER_WRITE = 300
/** Codes can be made up with any prefix; a house has fewer campaigns than this, and no row for every invention. */
const MOST_PREFIXES = 1000
/** Locks are told to all processes at once; this is for one that could not hear. */
const LOOK_EVERY_MS = 5 * SECOND_MS
/** Clocks of several machines, and how long a write may have been open. */
const LOOK_BACK_MS = 60 * SECOND_MS

export function makeGuessBook(house: House, now: () => number = Date.now): GuessBook {
  const { store, log } = house
  const perMinute = house.config.guessLimitPerMinute
  const memory = makeMemory(house, now)
  const prefixes = new Set<string>()
  let waiting = new Map<string, { guess: Guess; guesses: number }>()
  let writing: Promise<void> | undefined
  let next: Promise<void> | undefined

  async function write(): Promise<void> {
    const some = [...waiting].slice(0, MOST_PER_WRITE)
    waiting = new Map([...waiting].slice(MOST_PER_WRITE))
    const counted = some.map(([, one]) => one)
    try {
      const { standings, alarms } = await store.write((tx) => countAll(tx, counted, perMinute, now()))
      for (const [source, standing] of standings) memory.keep(source, standing)
      for (const alarm of alarms) log.warn({ ...alarm }, 'codes are being guessed')
      guessFigures.alarms += alarms.length
    } catch (error) {
      log.warn({ error: String(error).slice(0, 200) }, 'guesses were counted by this process alone')
    }
    if (waiting.size > 0) await write()
  }

  /** One write at a time; what comes meanwhile goes together with the next. */
  function flush(): Promise<void> {
    next ??= (writing ?? Promise.resolve()).then(() => {
      next = undefined
      writing = write()
      return writing
    })
    return next
  }

  function nameOfAll(named: string | null): string | null {
    if (named === null || prefixes.has(named)) return named
    if (prefixes.size >= MOST_PREFIXES) return HOUSE
    prefixes.add(named)
    return named
  }

  return {
    blockedFor: memory.blockedFor,
    async note(asked) {
      const guess = { ...asked, all: nameOfAll(asked.all) }
      const counted = count(memory.get(guess.source), 1, now(), { kind: guess.kind, perMinute })
      memory.keep(guess.source, counted.standing)
      guessFigures.unknown++
      if (counted.isLockedNow) guessFigures.lockouts++
      const name = `${guess.source}\n${guess.all}`
      const before = waiting.get(name)
      // A database that does not answer is no reason to remember without end.
      if (before !== undefined || waiting.size < MOST_SOURCES) {
        waiting.set(name, { guess, guesses: (before?.guesses ?? 0) + 1 })
      }
      await flush()
      return guess.all === null ? 0 : memory.lockedFor(guess.all)
    },
  }
}

/** How sources stand as far as this process knows: what it has counted, and whom any process has locked out. */
function makeMemory({ store, log }: House, now: () => number) {
  const known = new Map<string, Standing>()
  let first: Promise<void> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined
  let isStale = false

  function keep(source: string, standing: Standing): void {
    // Written again, it is the youngest: the map is in the order of last guesses, and its head is the first to go.
    known.delete(source)
    known.set(source, standing)
    const [oldest] = known.keys()
    if (known.size > MOST_SOURCES && oldest !== undefined) known.delete(oldest)
  }

  async function readLocks(): Promise<void> {
    const since = Math.max(0, lookedAt - LOOK_BACK_MS)
    lookedAt = now()
    for (const { source, blockedUntil } of await lockedOut(store.read, since, now())) {
      const standing = known.get(source) ?? NEW
      if (blockedUntil > standing.blockedUntil) keep(source, { ...standing, blockedUntil })
    }
  }

  /** One look at a time; whoever asks meanwhile is answered by another one behind it. */
  function look(): Promise<void> {
    isStale = true
    looking ??= (async () => {
      try {
        while (isStale) {
          isStale = false
          await readLocks()
        }
      } catch (error) {
        log.warn({ error: String(error).slice(0, 200) }, 'locked out sources could not be read')
      } finally {
        looking = undefined
      }
    })()
    return looking
  }

  const lockedFor = (source: string): number => Math.max(0, (known.get(source)?.blockedUntil ?? 0) - now())
  store.hear('guesses', () => void look())
  return {
    keep,
    lockedFor,
    get: (source: string): Standing => known.get(source) ?? NEW,
    async blockedFor(source: string): Promise<number> {
      first ??= look()
      if (now() - lookedAt > LOOK_EVERY_MS) void look()
      await first
      return lockedFor(source)
    },
  }
}

/** Counts what came together in one write: everybody's allowance first, since it decides how much each may try. */
async function countAll(tx: Tx, some: { guess: Guess; guesses: number }[], perMinute: number, now: number) {
  const sources = new Set(
    some.flatMap(({ guess }) => (guess.all === null ? [guess.source] : [guess.source, guess.all])),
  )
  const standings = await lockStandings(tx, [...sources])
  const alarms: GuessAlarm[] = []
  let isAnyLocked = false
  for (const { guess, guesses } of some) {
    const one = (source: string, kind: SourceKind, isSiege = false) => {
      const was = standings.get(source) ?? NEW
      const { standing, isLockedNow, isAlarming } = count(was, guesses, now, { kind, perMinute, isSiege })
      standings.set(source, standing)
      isAnyLocked ||= isLockedNow
      return { standing, isAlarming }
    }
    const all = guess.all === null ? null : one(guess.all, 'all')
    const own = one(guess.source, guess.kind, all !== null && all.standing.blockedUntil > now)
    if (guess.all !== null && all?.isAlarming)
      alarms.push(alarmOf(guess.all === HOUSE ? 'house' : 'campaign', guess, all.standing))
    // One alarm stands for many addresses while they try codes of one campaign.
    const isTold =
      guess.kind === 'address' && all !== null && !all.isAlarming && now - all.standing.alarmedAt < QUIET_MS
    if (own.isAlarming && !isTold) alarms.push(alarmOf(guess.kind, guess, own.standing))
  }
  await saveStandings(tx, standings)
  for (const alarm of alarms) await raiseAlarm(tx, alarm)
  if (isAnyLocked) await tell(tx, 'guesses')
  return { standings, alarms }
}

/** Retention: what has been quiet for a day goes (decisions.md, 9). Answers how many sources that were. */
export const forgetGuesses = (tx: Tx, now: number = Date.now()): Promise<number> => dropGuesses(tx, now - DAY_MS)
