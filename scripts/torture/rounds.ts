// Rounds of torture: load, a fault in the middle of it, everything back up; then the books, what was acknowledged, what was
// left open and what is asked once more have to agree, and what everybody was told has to add up to the budgets.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '#db/store.ts'
import { wrongInBooks } from '#reports/check-books.ts'
import { call, inParallel } from '../../server/acceptance/shop.ts'
import { type Chance, makeChance } from '../demo/chance.ts'
import { askFor, hear } from './ask.ts'
import { type Bed, heal, makeBed } from './bed.ts'
import { beside, checkAcknowledged } from './books.ts'
import { type Diet, draw, strike, usualDiet } from './faults.ts'
import { campaignKinds, inventLife, type Life, ledgerOf, nextStep, type Step } from './lives.ts'
import { isServer } from './processes.ts'

export interface Torture {
  engine: Engine
  rounds: number
  /** Draws the lives, the faults and their moments; how requests interleave is left to the machine. */
  seed: number
  /** Puts the database on a small file system that can be filled; only root may. */
  smallDisk?: boolean
  diet?: Diet
  /** Requests before the fault, at least and at most. */
  load?: readonly [number, number]
  say?(line: string): void
  /** Looked at between rounds. */
  stopping?(): boolean
}

export interface Figures {
  rounds: number
  kills: number
  faults: Record<string, number>
  /** Requests for a step, and those that were told yes or no. */
  asked: number
  answered: number
  unavailable: number
  /** Steps of which nobody knew the outcome after a fault, and how many of these had been done. */
  leftOpen: number
  openButDone: number
  /** Acknowledged answers held against their rows, round by round and all of them at the end. */
  checkedDurable: number
  /** Answers told again to the same key. */
  toldAgain: number
  seconds: number
  findings: string[]
}

interface Run {
  bed: Bed
  chance: Chance
  seed: number
  lives: Life[]
  figures: Figures
  stopping: boolean
}

const WORKERS = 12
const USUAL_LOAD = [40, 200] as const
const AGAIN = 40
/** What a life of the tight campaign may take on average, so that its money is gone before the end. */
const TIGHT_PER_ROUND = 1500
const MOST_FINDINGS = 20

export async function torture(asked: Torture): Promise<Figures> {
  const { engine, rounds, seed, smallDisk = false, say = () => {}, stopping = () => false } = asked
  const started = performance.now()
  const bed = await makeBed(engine, smallDisk, rounds * TIGHT_PER_ROUND)
  const run: Run = { bed, chance: makeChance(seed), seed, lives: [], figures: noFigures(), stopping: false }
  const { figures } = run
  try {
    for (let round = 1; round <= rounds && !stopping() && figures.findings.length < MOST_FINDINGS; round++) {
      say(await playRound(run, asked.load ?? USUAL_LOAD, asked.diet ?? usualDiet(bed), `round ${round}/${rounds}`))
    }
    const { checked, lost } = await beside(bed.server.databaseUrl, (q) => checkAcknowledged(q, run.lives))
    figures.checkedDurable += checked
    figures.findings.push(...lost)
  } catch (error) {
    figures.findings.push(`the torture broke off: ${error instanceof Error ? error.stack : error}\n${bed.server.log()}`)
  } finally {
    figures.seconds = Math.round((performance.now() - started) / 1000)
    await bed.close()
  }
  return figures
}

const noFigures = (): Figures => ({
  rounds: 0,
  kills: 0,
  faults: {},
  asked: 0,
  answered: 0,
  unavailable: 0,
  leftOpen: 0,
  openButDone: 0,
  checkedDurable: 0,
  toldAgain: 0,
  seconds: 0,
  findings: [],
})

async function playRound(run: Run, load: readonly [number, number], diet: Diet, title: string): Promise<string> {
  const { bed, chance, figures, lives } = run
  const fault = draw(diet, chance)
  const [askedBefore, first, before] = [figures.asked, lives.length, figures.findings.length]
  const target = figures.asked + chance.between(...load)
  run.stopping = false
  const loading = Promise.all(Array.from({ length: WORKERS }, () => work(run)))
  while (figures.asked < target && isServer(bed.server.pid)) await sleep(1)
  await sleep(chance.between(0, 15))
  figures.kills += await strike(bed, fault, chance)
  figures.faults[fault] = (figures.faults[fault] ?? 0) + 1
  run.stopping = true
  await loading
  await heal(bed)
  await checkBooks(run, first)
  await finish(run)
  await tellAgain(run, first)
  await checkLedger(run)
  figures.rounds += 1
  const findings = figures.findings.slice(before)
  const told = `${title}: ${fault}, ${figures.asked - askedBefore} requests, ${lives.length - first} vouchers`
  return [`${told}${findings.length === 0 ? ', all well' : ''}`, ...findings].join('\n  ')
}

/** Lives one life after the other until the round is over or the server is gone. */
async function work(run: Run): Promise<void> {
  while (!run.stopping) {
    const number = run.lives.length
    const life = inventLife(number, makeChance(run.seed * 1_000_003 + number))
    run.lives.push(life)
    await live(run, life)
    if (!isServer(run.bed.server.pid)) return
  }
}

/** Goes from step to step as long as each is answered; answers whether none is left. */
async function live(run: Run, life: Life): Promise<boolean> {
  for (let step = nextStep(life); step !== undefined; step = nextStep(life)) {
    // One in eight is asked twice at once, as impatient checkouts do.
    const times = life.number % 8 === 0 ? 2 : 1
    const { figures } = run
    const answered = await Promise.all(Array.from({ length: times }, () => askOnce(run, life, step)))
    if (!answered.some(Boolean)) return false
    if (figures.findings.length >= MOST_FINDINGS) return false
  }
  return true
}

/** Answers whether somebody said yes or no. */
async function askOnce({ bed, figures }: Run, life: Life, step: Step): Promise<boolean> {
  figures.asked += 1
  const heard = await askFor(bed.scene, life, step)
  if (heard.kind === 'unknown') {
    if (heard.was503) figures.unavailable += 1
    return false
  }
  figures.answered += 1
  const wrong = heard.kind === 'wrong' ? heard.why : hear(life, step, heard.answer)
  if (wrong !== undefined) figures.findings.push(wrong)
  return wrong === undefined
}

async function checkBooks({ bed, lives, figures }: Run, first: number): Promise<void> {
  await beside(bed.server.databaseUrl, async (q) => {
    figures.findings.push(...(await wrongInBooks(q)))
    const { checked, lost } = await checkAcknowledged(q, lives.slice(first))
    figures.checkedDurable += checked
    figures.findings.push(...lost)
  })
}

/** Asks again for whatever was left open, until everything has its answer. */
async function finish(run: Run): Promise<void> {
  const { figures } = run
  const open = run.lives.filter((life) => nextStep(life) !== undefined)
  await inParallel(open, WORKERS, async (life) => {
    const step = nextStep(life)
    const wasOpen = step?.wasAsked === true
    for (let attempt = 0; !(await live(run, life)); attempt++) {
      if (figures.findings.length >= MOST_FINDINGS) return
      if (attempt === 20) return void figures.findings.push(`${nextStep(life)?.key} is never answered`)
      await sleep(50)
    }
    if (!wasOpen) return
    figures.leftOpen += 1
    if (step?.said?.replayed) figures.openButDone += 1
  })
}

/** The same keys once more: those answered last before the fault, and some of earlier rounds. */
async function tellAgain(run: Run, first: number): Promise<void> {
  const { lives, chance, figures } = run
  const recent = lives.slice(first).flatMap(answeredSteps).slice(-AGAIN)
  const older = Array.from({ length: first === 0 ? 0 : AGAIN / 4 }, () =>
    answeredSteps(lives[chance.between(0, first - 1)] as Life).slice(-1),
  ).flat()
  await inParallel([...recent, ...older], WORKERS, async ({ life, step }) => {
    if (await askOnce(run, life, step)) figures.toldAgain += 1
  })
}

const answeredSteps = (life: Life) => life.steps.filter((step) => step.said).map((step) => ({ life, step }))

/** With nothing open, the budgets are what everybody was told. */
async function checkLedger({ bed, lives, figures }: Run): Promise<void> {
  for (const kind of campaignKinds) {
    const told = ledgerOf(lives, kind)
    const id = bed.scene.campaigns[kind]
    const { budget, total } = await call(bed.server, 'campaignReport', { params: { id } })
    const { spentMinor, heldMinor } = budget
    const shown = { vouchers: total.issued, spentMinor, heldMinor, redeemed: total.redeemed }
    if (JSON.stringify(shown) !== JSON.stringify(told))
      figures.findings.push(`${kind} shows ${JSON.stringify(shown)}, and was told ${JSON.stringify(told)}`)
  }
}
