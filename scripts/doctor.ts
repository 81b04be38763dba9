// `npm run doctor -- [database]`: asks a live database or a copy whether what must be equal is: budgets and their journals, vouchers
// and redemptions, counts and facts, cells and events, the ledger and its root. Ends with 1 and names what is wrong. It writes
// nothing; `--repair` makes the projections anew (cells, sums of reports), and never a fact, a budget or the ledger; on SQLite
// only while no server runs. `--json` ends with one object.
import { checkWhole } from '#consent/ledger-check.ts'
import { rebuildAllCells } from '#consent/rebuild.ts'
import { verifyCells } from '#consent/verify-cells.ts'
import { readConfig } from '#core/config.ts'
import { claimFile } from '#db/claim-file.ts'
import { openStore, pathOf } from '#db/open.ts'
import { openForReading } from '#db/open-for-reading.ts'
import type { Queries } from '#db/store.ts'
import { checkBooks } from '#reports/check-books.ts'
import { rebuildRollup, verifyRollup } from '#reports/recount.ts'
import { hasToCount } from '#reports/roll-up.ts'
import { readOptions } from './read-options.ts'

const CELLS = 'consent: everybody’s cells are what their events make of them'
const SUMS = 'reports: the sums are what the facts say'
const PROJECTIONS = new Set([CELLS, SUMS])

interface Finding {
  check: string
  /** How many things are wrong; 0 is health. */
  wrong: number
  such: string[]
  seconds: number
}

const { positionals, values } = readOptions({
  allowPositionals: true,
  options: { repair: { type: 'boolean' }, json: { type: 'boolean' } },
})
const named = positionals[0] ?? readConfig(process.env).databaseUrl
const url = /^(file|postgres(ql)?):/.test(named) ? named : `file:${named}`
const say = (text: string) => void (values.json ? process.stderr : process.stdout).write(`${text}\n`)

try {
  if (values.repair) await repair()
  const findings = await examine()
  const sick = findings.filter(({ wrong }) => wrong > 0)
  say(
    sick.length === 0
      ? `${findings.length} checks: all is well.`
      : `${sick.length} of ${findings.length} checks failed.`,
  )
  if (sick.some(({ check }) => PROJECTIONS.has(check)) && !values.repair) {
    say('Cells and sums of reports can be made anew from the facts: `npm run doctor -- --repair`.')
  }
  if (sick.some(({ check }) => !PROJECTIONS.has(check))) {
    say(
      'Facts are never repaired by themselves: keep a copy of the database as it is, and compare it with the last backup.',
    )
  }
  if (values.json) console.log(JSON.stringify({ well: sick.length === 0, findings }))
  process.exitCode = sick.length === 0 ? 0 : 1
} catch (error) {
  console.error(`The database cannot be examined: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

async function examine(): Promise<Finding[]> {
  const { read, close } = openForReading(url)
  const findings: Finding[] = []
  let begun = performance.now()
  const note = (check: string, wrong: number, such: string[]) => {
    const seconds = Number(((performance.now() - begun) / 1000).toFixed(2))
    findings.push({ check, wrong, such, seconds })
    say(
      `${wrong === 0 ? 'well ' : 'WRONG'}  ${check}${wrong === 0 ? '' : `: ${wrong}, such as ${such.join('; ')}`}  (${seconds} s)`,
    )
    begun = performance.now()
  }
  try {
    for await (const { law, count, subjects } of checkBooks(read)) note(`${law.book}: ${law.sentence}`, count, subjects)
    const cells = await verifyCells(read)
    note(CELLS, cells.wrong.length, cells.wrong.slice(0, 5))
    const { differences } = await verifyRollup(read)
    if (await hasToCount(read))
      say('…      reports: facts wait to be counted, which is the server’s work of every minute')
    else note(SUMS, differences.length, differences.slice(0, 5))
    const ledger = await verifyLedger(read)
    note('ledger: every event fits its leaf, every leaf the tree, every head both', ledger.length, ledger.slice(0, 5))
  } finally {
    await close()
  }
  return findings
}

async function verifyLedger(q: Queries): Promise<string[]> {
  const { found } = await checkWhole(q)
  return found.map(({ what, kind }) => `${what} (${kind})`)
}

async function repair(): Promise<void> {
  if (url.startsWith('file:')) claimFile(pathOf(url))
  const store = await openStore({ url, now: Date.now, migrate: false })
  try {
    say(`Made the cells of ${await rebuildAllCells(store)} people anew from their events.`)
    say(`Counted ${await rebuildRollup({ store })} recipients anew.`)
  } finally {
    await store.close()
  }
}
