// Compares arms that were filled elsewhere: recipients row by row from a stream, counted and forgotten, then judged by the
// same statistics as our own campaigns. No line is stored.
import type { RowRead } from '#shared/contracts/customers.ts'
import {
  type ExperimentImported,
  type ImportExperimentAsked,
  importedRecipient,
} from '#shared/contracts/experiments.ts'
import { compare } from './compare.ts'
import { LEVELS, type Plan, SRM_CONCENTRATION, TAIL_DAYS, TAU } from './plan.ts'
import { makeTally, type Recipient, type Tally } from './tally-recipients.ts'

const ERRORS_TOLD = 100
const MOST_ARMS = 20
const LONGEST_NAME = 200
const LONGEST_ARM = 100
const MONEY = /^-?\d{1,13}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/

export const isArmColumn = (name: string): boolean => Object.hasOwn(importedRecipient.shape, name)

interface Wrong {
  path: string
  message: string
}

/** A file is a finished experiment: it is looked at once, with the level of the end. `now` in epoch ms. */
export async function importArms(
  rows: AsyncIterable<RowRead>,
  asked: ImportExperimentAsked,
  now: number,
): Promise<Omit<ExperimentImported, 'kept'>> {
  const tally = makeTally(asked.capQuantile ?? null)
  const seen = new Set<string>()
  const days = { first: now, instants: new Map<string, number>() }
  const report: Omit<ExperimentImported, 'kept'> = {
    read: 0,
    counted: 0,
    rejected: 0,
    dryRun: asked.dryRun === 'true',
    errors: [],
    report: null,
  }
  const reject = (line: number, code: string, { path, message }: { path?: string; message: string }) => {
    report.rejected++
    if (report.errors.length < ERRORS_TOLD)
      report.errors.push({ line, code, ...(path === undefined ? {} : { path }), message })
  }
  for await (const row of rows) {
    report.read++
    if ('error' in row) {
      reject(row.line, row.error.code, row.error)
      continue
    }
    const read = readRecipient(row.value, days)
    const wrong = 'message' in read ? read : refuse(read.recipient, row.value, seen, tally)
    if (wrong !== null) {
      reject(row.line, 'request.invalid', wrong)
      continue
    }
    seen.add(String(row.value.recipient))
    if ('recipient' in read) tally.add(read.recipient)
    report.counted++
  }
  if (report.dryRun || tally.arms().length < 2) return report
  const plan = planOfImport(tally.arms(), asked, { now, first: days.first })
  return { ...report, report: compare(plan, tally.evidence(weightsOf(asked.weights)), now) }
}

/** What cannot be seen in the line alone. */
function refuse(
  recipient: Recipient,
  { recipient: name }: Record<string, unknown>,
  seen: Set<string>,
  tally: Tally,
): Wrong | null {
  if (seen.has(String(name))) {
    tally.repeat()
    return { path: 'recipient', message: 'stands twice: a recipient is in one arm, once' }
  }
  const arms = tally.arms()
  if (arms.length >= MOST_ARMS && !arms.includes(recipient.arm))
    return { path: 'arm', message: `is one arm more than ${MOST_ARMS}` }
  return null
}

type Days = { first: number; instants: Map<string, number> }

function readRecipient(row: Record<string, unknown>, days: Days): { recipient: Recipient } | Wrong {
  const text = (name: string): string => (row[name] === undefined || row[name] === null ? '' : String(row[name]).trim())
  for (const name of Object.keys(row)) if (!isArmColumn(name)) return { path: name, message: 'is not a known column' }
  const [name, arm, at, bought] = [text('recipient'), text('arm'), text('assigned_at'), text('purchased')]
  if (name === '' || name.length > LONGEST_NAME)
    return { path: 'recipient', message: `must be 1 to ${LONGEST_NAME} characters` }
  if (arm === '' || arm.length > LONGEST_ARM) return { path: 'arm', message: `must be 1 to ${LONGEST_ARM} characters` }
  const instant = instantOf(at, days)
  if (instant === null) return { path: 'assigned_at', message: 'must be a day or an instant with its zone (ISO 8601)' }
  if (!['0', '1', 'true', 'false'].includes(bought))
    return { path: 'purchased', message: 'must be 0, 1, true or false' }
  const money: Record<string, number | null> = {}
  for (const column of ['revenue_minor', 'discount_minor', 'margin_minor', 'covariate']) {
    const cell = text(column)
    if (cell !== '' && !MONEY.test(cell))
      return { path: column, message: 'must be a whole number of minor units, such as 1999 for 19.99' }
    money[column] = cell === '' ? null : Number(cell)
  }
  const { revenue_minor: revenueMinor = null, discount_minor: discountMinor = null } = money
  if (revenueMinor === null) return { path: 'revenue_minor', message: 'is missing: write 0 where nothing was bought' }
  const purchased = bought === '1' || bought === 'true'
  if (revenueMinor > 0 && !purchased) return { path: 'purchased', message: 'is 0, though there is revenue' }
  if (instant < days.first) days.first = instant
  return {
    recipient: {
      arm,
      day: at.slice(0, 10),
      purchased,
      revenueMinor,
      discountMinor: discountMinor ?? 0,
      marginMinor: money.margin_minor ?? null,
      beforeMinor: money.covariate ?? null,
    },
  }
}

/** Few instants stand in many lines. */
function instantOf(text: string, { instants }: Days): number | null {
  const known = instants.get(text)
  if (known !== undefined) return known
  if (!INSTANT.test(text)) return null
  const instant = Date.parse(text)
  // Date.parse moves 31 February into March.
  if (Number.isNaN(instant) || (text.length === 10 && new Date(instant).toISOString().slice(0, 10) !== text))
    return null
  if (instants.size >= 10_000) instants.clear()
  instants.set(text, instant)
  return instant
}

/** `arm:weight` pairs; what cannot be read weighs 1, as an arm that is not named does. */
function weightsOf(text: string | undefined): Record<string, number> {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const at = pair.lastIndexOf(':')
    const weight = Number(pair.slice(at + 1))
    return at < 1 || !Number.isFinite(weight) || weight < 0 ? [] : [[pair.slice(0, at).trim(), weight] as const]
  })
  return Object.fromEntries(pairs)
}

function planOfImport(
  keys: string[],
  asked: ImportExperimentAsked,
  { now, first }: { now: number; first: number },
): Plan {
  const offers = keys.filter((key) => key !== asked.holdout).sort()
  const reference = asked.reference !== undefined && offers.includes(asked.reference) ? asked.reference : offers[0]
  return {
    version: 1,
    primary: asked.primary,
    arms: [
      ...offers.map((key) => ({ key, kind: 'offer' as const })),
      ...(keys.includes(asked.holdout) ? [{ key: asked.holdout, kind: 'holdout' as const }] : []),
    ],
    reference: offers.length > 1 ? (reference ?? null) : null,
    plannedRecipients: null,
    launchedAt: first,
    decideAt: now,
    endMoved: false,
    windowDays: 0,
    tailDays: TAIL_DAYS,
    levels: { ...LEVELS },
    tau: TAU,
    srmConcentration: SRM_CONCENTRATION,
    indifference: asked.indifference ?? null,
    guardrails: [],
    capQuantile: asked.capQuantile ?? null,
    cuped: asked.cuped === 'true',
  }
}
