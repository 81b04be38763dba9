// `npm run torture -- --rounds N --engine sqlite|postgres --seed S`: kills, stalls, full and slow disks under load, and what
// has to hold after each. `--small-disk` puts the database on a file system of its own that can be filled (root only).
// Ctrl-C ends it behind the round it is at. Ends with figures and exit code 0, or with what it found and 1.

import { readOptions } from './read-options.ts'
import { type Figures, torture } from './torture/rounds.ts'

const { values } = readOptions({
  options: {
    rounds: { type: 'string', default: '20' },
    engine: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'small-disk': { type: 'boolean', default: false },
  },
})
const rounds = whole('rounds', values.rounds)
const seed = whole('seed', values.seed)
const { engine } = values
if (engine !== 'sqlite' && engine !== 'postgres') stop(`--engine is sqlite or postgres, not ${engine}`)

const again = `npm run torture -- --rounds ${rounds} --engine ${engine} --seed ${seed}${values['small-disk'] ? ' --small-disk' : ''}`
console.log(again)
let isAsked = false
process.once('SIGINT', () => {
  isAsked = true
})
const smallDisk = values['small-disk']
const figures = await torture({ engine, rounds, seed, smallDisk, say: console.log, stopping: () => isAsked })
tell(figures)
process.exit(figures.findings.length === 0 ? 0 : 1)

function tell({ findings, faults, ...numbers }: Figures): void {
  console.log('')
  for (const [name, count] of Object.entries(faults)) console.log(`${String(count).padStart(8)}  ${name}`)
  const lines: [keyof typeof numbers, string][] = [
    ['rounds', 'rounds'],
    ['kills', 'processes killed -9'],
    ['asked', 'requests'],
    ['answered', 'of them answered yes or no'],
    ['unavailable', 'of them told to come again (503)'],
    ['leftOpen', 'left open by a fault and asked again'],
    ['openButDone', 'of these had been done and were told as the first time'],
    ['checkedDurable', 'acknowledged answers held against their rows'],
    ['toldAgain', 'answers told again to the same key'],
    ['seconds', 'seconds'],
  ]
  for (const [name, words] of lines) console.log(`${String(numbers[name]).padStart(8)}  ${words}`)
  console.log(`${String(findings.length).padStart(8)}  findings`)
  for (const finding of findings) console.log(`\n${finding}`)
  if (findings.length > 0) console.log(`\nAgain: ${again}`)
}

function whole(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) stop(`--${name} is a whole number, not ${text}`)
  return number
}

function stop(why: string): never {
  console.error(why)
  process.exit(2)
}
