/** Replays AdventureWorks over HTTP: 18,148 people and 56,046 order lines in, birthdays and spend milestones out. */
import type { Cell } from '#shared/contracts/consent.ts'
import {
  type Caller,
  call,
  cellsOf,
  decide,
  everyOne,
  importRows,
  inParallel,
  launchCampaign,
  moveClock,
  openWithNotice,
  putCustomer,
} from '../server/acceptance/shop.ts'
import {
  type AdventureWorks,
  agreesToAll,
  birthdayAnswers,
  CURRENCY,
  crossersOf,
  customersAsCsv,
  customersAsLines,
  LEVELS,
  leaplings,
  productsAsLines,
  readAdventureWorks,
  streamOf,
} from './replay/adventureworks-input.ts'
import { runByHand, type Stage } from './replay/by-hand.ts'
import { realData, sayAbsent } from './replay/real-data.ts'

export const START = '2017-01-01T00:00:00Z'
export const BIRTHDAYS = [...[1, 2, 3, 4, 5, 6, 7].map((day) => `2019-01-0${day}`), '2019-02-28', '2019-03-01'] as const

export interface DayFound {
  day: string
  /** Birthdays that a run at 20:00 UTC found, with or without consent. */
  found: number
  /** Who had got a voucher from the clock's own runs by then, among all so far. */
  holders: Set<string>
  secondRun: { issued: number; alreadyHad: number; noConsent: number }
}

export interface MilestoneFound {
  levelMinor: number
  reported: number
  holders: Set<string>
  secondRun: number
}

export interface AdventureFindings {
  imported: { read: number; created: number; rejected: number }
  importedAgain: { updated: number; created: number; rejected: number }
  /** People whose address or name is not plain ASCII and did not come back as it was sent. */
  misspelt: string[]
  products: number
  events: { accepted: number; duplicates: number; rejected: number }
  reportedAgain: number
  milestones: MilestoneFound[]
  /** The milestone of 1,000.00 for those who agreed to `vip_offers`. */
  vip: MilestoneFound
  days: DayFound[]
  /** MB */
  peakMemory: number | null
}

const NDJSON = 'application/x-ndjson'
const WIDTH = 32
const EVENTS_AT_ONCE = 500
const terms = {
  channels: ['email' as const],
  budget: {
    limitMinor: 9_000_000_000,
    currency: CURRENCY,
    whenShort: 'refuse' as const,
    mode: 'at_redemption' as const,
  },
}

/** `isWhole` has everybody asked about consent, else those whom the results are about and every tenth of the others. */
export async function replayAdventureWorks(
  stage: Stage,
  data: AdventureWorks,
  { isWhole }: { isWhole: boolean },
): Promise<AdventureFindings> {
  const { shop, say } = stage
  const noticeVersion = await openShop(shop)
  const imported = await importAll(stage, data)
  const importedAgain = await importAgain(stage, data)
  const misspelt = await readAccents(shop, data)
  const products = await importRows(shop, 'importProducts', streamOf(productsAsLines(data.products)), NDJSON)
  await agreeToMilestones(stage, data, noticeVersion, isWhole ? () => true : isAskedOfMilestones(data))
  const campaigns = await Promise.all(LEVELS.map((level) => launchMilestone(shop, 'spend_rewards', level)))
  const vipCampaign = await launchMilestone(shop, 'vip_offers', 100_000)
  const events = await reportOrders(stage, data)
  const reportedAgain = await reportFirstAgain(shop, data)
  await moveClock(shop, '2017-01-01T02:00:00Z')
  say('the clock has run the milestones')
  const milestones = []
  for (const [index, id] of campaigns.entries()) milestones.push(await findMilestone(shop, id, LEVELS[index] ?? 0))
  const vip = await findMilestone(shop, vipCampaign, 100_000)
  for (const found of [...milestones, vip])
    say(`milestone ${found.levelMinor / 100} ${CURRENCY}: ${found.reported} vouchers`)
  const days = await celebrate(stage, data, noticeVersion)
  const peakMemory = stage.memory()?.peak ?? null
  say(`most memory of the server: ${peakMemory === null ? 'not known' : `${peakMemory.toFixed(0)} MB`}`)
  return {
    imported,
    importedAgain,
    misspelt,
    products: products.created,
    events,
    reportedAgain,
    milestones,
    vip,
    days,
    peakMemory,
  }
}

async function openShop(shop: Caller): Promise<number> {
  await call(shop, 'declareAttribute', { body: { key: 'annual_income', type: 'number', category: 'demographics' } })
  await call(shop, 'declareAttribute', { body: { key: 'home_owner', type: 'boolean', category: 'demographics' } })
  await call(shop, 'declareAttribute', { body: { key: 'gender', type: 'text', category: 'demographics' } })
  return openWithNotice(shop, cellsOf(['birthday_offers', 'spend_rewards', 'vip_offers'], ['email']))
}

async function importAll({ shop, say }: Stage, { buyers }: AdventureWorks) {
  const half = Math.ceil(buyers.length / 2)
  const csv = await importRows(shop, 'importCustomers', streamOf(customersAsCsv(buyers.slice(0, half))), 'text/csv')
  const lines = await importRows(shop, 'importCustomers', streamOf(customersAsLines(buyers.slice(half))), NDJSON)
  await inParallel(leaplings, 4, ({ reference, birthDate }, i) =>
    putCustomer(shop, reference, { email: `leap${i}@shop.example`, birthDate }),
  )
  const created = csv.created + lines.created
  say(`imported ${created} customers, half as CSV and half as NDJSON`)
  return { read: csv.read + lines.read, created, rejected: csv.rejected + lines.rejected }
}

/** The same people once more change nothing. */
async function importAgain({ shop }: Stage, { buyers }: AdventureWorks) {
  const some = buyers.slice(0, 1000)
  const { updated, created, rejected } = await importRows(
    shop,
    'importCustomers',
    streamOf(customersAsCsv(some)),
    'text/csv',
  )
  return { updated, created, rejected }
}

async function readAccents(shop: Caller, { buyers }: AdventureWorks): Promise<string[]> {
  const accented = buyers.filter(({ row }) => /[^ -~]/.test(`${row.email}${row.first_name}${row.last_name}`))
  const wrong = await inParallel(accented, WIDTH, async ({ reference, row }) => {
    const { email, givenName, familyName } = await call(shop, 'getCustomer', { params: { reference } })
    const isRight = email === row.email && givenName === row.first_name && familyName === row.last_name
    return isRight ? [] : [`${reference}: ${email} ${givenName} ${familyName}`]
  })
  return wrong.flat()
}

/** Whoever was asked agrees to the milestones; to those of vip_offers only the stated part (adventureworks-input.ts). */
async function agreeToMilestones(
  stage: Stage,
  { buyers }: AdventureWorks,
  noticeVersion: number,
  isAsked: (reference: string) => boolean,
) {
  const spend = cellsOf(['spend_rewards'], ['email'], ['contact.email', 'purchase_history'])
  const both = [...spend, ...cellsOf(['vip_offers'], ['email'], ['contact.email', 'purchase_history'])]
  const people = buyers
    .filter(({ reference }) => isAsked(reference))
    .map(({ reference }) => ({ reference, cells: agreesToAll(reference) ? both : spend }))
  await agree(stage, people, noticeVersion)
}

/** Everybody who crosses a level, and every tenth of those who never do. */
function isAskedOfMilestones({ orders }: AdventureWorks): (reference: string) => boolean {
  const crossers = crossersOf(orders, Math.min(...LEVELS))
  return (reference) => crossers.has(reference) || Number(reference) % 10 === 0
}

/** The stated part of all whose birthday lies in the weeks that the clock walks, or somewhat before or after. */
async function agreeToBirthdays(stage: Stage, { buyers }: AdventureWorks, noticeVersion: number) {
  const mail = cellsOf(['birthday_offers'], ['email'], ['contact.email'])
  const date = cellsOf(['birthday_offers'], ['email'], ['birthdate'])
  const people = [
    ...buyers
      .filter(({ birthday }) => birthday >= '12-20' || birthday <= '03-12')
      .map(({ reference }) => ({ reference, ...birthdayAnswers(reference) })),
    ...leaplings.map(({ reference, agrees }) => ({ reference, mail: true, birthdate: agrees })),
  ].map((person) => ({
    reference: person.reference,
    cells: [...(person.mail ? mail : []), ...(person.birthdate ? date : [])],
  }))
  await agree(stage, people, noticeVersion)
}

async function agree({ shop, say }: Stage, people: { reference: string; cells: Cell[] }[], noticeVersion: number) {
  const some = people.filter(({ cells }) => cells.length > 0)
  await inParallel(some, WIDTH, ({ reference, cells }, i) => {
    if (i % 4000 === 3999) say(`${i + 1} of ${some.length} people have said what they agree to`)
    return decide(shop, reference, noticeVersion, cells)
  })
}

const launchMilestone = (shop: Caller, purpose: string, thresholdMinor: number) =>
  launchCampaign(shop, {
    ...terms,
    name: `Milestone ${thresholdMinor}`,
    purpose,
    trigger: { kind: 'spend_milestone', thresholdMinor, currency: CURRENCY },
  })

async function reportOrders({ shop, say }: Stage, { orders, lines }: AdventureWorks) {
  const sum = { accepted: 0, duplicates: 0, rejected: 0 }
  for (let from = 0; from < orders.length; from += EVENTS_AT_ONCE) {
    const report = await call(shop, 'reportEvents', { body: orders.slice(from, from + EVENTS_AT_ONCE) })
    sum.accepted += report.accepted
    sum.duplicates += report.duplicates
    sum.rejected += report.rejected
    if (from % (EVENTS_AT_ONCE * 10) === 0) say(`reported ${from + EVENTS_AT_ONCE} of ${orders.length} orders`)
  }
  say(`reported ${orders.length} orders with ${lines} lines in the order of their dates`)
  return sum
}

async function reportFirstAgain(shop: Caller, { orders }: AdventureWorks): Promise<number> {
  return (await call(shop, 'reportEvents', { body: orders.slice(0, EVENTS_AT_ONCE) })).duplicates
}

async function findMilestone(shop: Caller, id: string, levelMinor: number): Promise<MilestoneFound> {
  const holders = await holdersOf(shop, id)
  const report = await call(shop, 'campaignReport', { params: { id } })
  const secondRun = await call(shop, 'runCampaign', { params: { id } })
  return { levelMinor, reported: Number(report.total.issued), holders, secondRun: secondRun.issued }
}

async function holdersOf(shop: Caller, campaignId: string): Promise<Set<string>> {
  const vouchers = await everyOne(shop, 'listVouchers', { query: { campaignId } })
  return new Set(vouchers.map((voucher) => String(voucher.customerReference)))
}

/** Consent of 2017 has run out by 2019, so birthdays are agreed to on the eve of it; then the clock walks the days. */
async function celebrate(stage: Stage, data: AdventureWorks, noticeVersion: number): Promise<DayFound[]> {
  const { shop, say } = stage
  await moveClock(shop, '2018-12-31T12:00:00Z')
  await agreeToBirthdays(stage, data, noticeVersion)
  say('the clock stands on the eve of 2019')
  const id = await launchCampaign(shop, {
    ...terms,
    name: 'Birthday',
    purpose: 'birthday_offers',
    trigger: { kind: 'birthday', leadDays: 0 },
  })
  const days: DayFound[] = []
  for (const day of BIRTHDAYS) {
    // At 20:00 UTC it is the same day in every zone that the people of the replay live in.
    await moveClock(shop, `${day}T20:00:00Z`)
    const holders = await holdersOf(shop, id)
    const { matched, issued, alreadyHad, noConsent } = await call(shop, 'runCampaign', { params: { id } })
    days.push({ day, found: matched, holders, secondRun: { issued, alreadyHad, noConsent } })
    say(`${day}: ${matched} birthdays, ${alreadyHad} had got their voucher, ${noConsent} had not agreed, ${issued} new`)
  }
  return days
}

if (import.meta.main) {
  const folder = realData('adventureworks')
  if (folder === undefined) sayAbsent('adventureworks')
  else {
    const data = await readAdventureWorks(folder)
    await runByHand(START, (stage) => replayAdventureWorks(stage, data, { isWhole: true }))
  }
}
