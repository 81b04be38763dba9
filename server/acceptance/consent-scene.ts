/** The scene of the consent suite: a server with a test clock and a mail server, one notice, people with uneven consents. */
import type { Cell } from '#shared/contracts/consent.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import type { Voucher } from '#shared/contracts/vouchers.ts'
import type { Category } from '#shared/kinds.ts'
import { startServer, type TestServer } from '../test-server.ts'
import { type MailSink, openMailSink } from './mail-sink.ts'
import {
  type CampaignTerms,
  call,
  cellsOf,
  decide,
  everyOne,
  launchCampaign,
  moveClock,
  openWithNotice,
  putCustomer,
} from './shop.ts'

/** 10 March 2026 */
const START = Date.UTC(2026, 2, 10, 8)
/** One purpose for each test, so that no test reaches the people of another. */
export const purposes = Array.from({ length: 24 }, (_, i) => `purpose_${i}`)

export interface Scene {
  server: TestServer
  sink: MailSink
  noticeVersion: number
  now: number
  nextPurpose: number
}

export async function openScene(engine: TestServer['engine']): Promise<Scene> {
  const sink = await openMailSink()
  const server = await startServer({ engine, clock: new Date(START).toISOString(), env: { SMTP_URL: sink.url } })
  const noticeVersion = await openWithNotice(server, cellsOf(purposes, ['email']))
  return { server, sink, noticeVersion, now: START, nextPurpose: 0 }
}

export async function closeScene(scene: Scene | undefined): Promise<void> {
  await scene?.server.close()
  await scene?.sink.close()
}

export const freshPurpose = (scene: Scene): string => String(purposes[scene.nextPurpose++])

/** Moves time; everything that falls due runs before it answers. */
export async function pass(scene: Scene, minutes: number): Promise<void> {
  scene.now += minutes * 60_000
  await moveClock(scene.server, new Date(scene.now).toISOString())
}

export const mailCells = (purpose: string, ...categories: Category[]): Cell[] =>
  cellsOf([purpose], ['email'], categories)
export const addressOf = (reference: string) => `${reference}@shop.example`

/** A customer with an address who agrees to the categories (and to nothing when there are none). */
export async function person(
  scene: Scene,
  reference: string,
  purpose: string,
  agreesTo: Category[],
  fields: PutCustomer = {},
): Promise<string> {
  await putCustomer(scene.server, reference, { email: addressOf(reference), ...fields })
  if (agreesTo.length > 0) await decide(scene.server, reference, scene.noticeVersion, mailCells(purpose, ...agreesTo))
  return reference
}

export const withdraw = (scene: Scene, reference: string, purpose: string, ...categories: Category[]) =>
  decide(scene.server, reference, scene.noticeVersion, mailCells(purpose, ...categories), 'withdraw')

export const launchMail = (scene: Scene, terms: CampaignTerms): Promise<string> =>
  launchCampaign(scene.server, { channels: ['email'], ...terms })

export const guaranteed = (limitMinor: number) => ({
  limitMinor,
  currency: 'EUR',
  mode: 'guaranteed' as const,
  whenShort: 'refuse' as const,
})

export const vouchersOf = (scene: Scene, campaignId: string): Promise<Voucher[]> =>
  everyOne(scene.server, 'listVouchers', { query: { campaignId } })

/** Who has a voucher of the campaign, in alphabetical order. */
export async function holdersOf(scene: Scene, campaignId: string): Promise<string[]> {
  const vouchers = await vouchersOf(scene, campaignId)
  return vouchers.map((voucher) => String(voucher.customerReference)).sort()
}

/** Runs a broadcast to those the rule matches and answers who got a voucher. */
export async function reachedBy(scene: Scene, terms: CampaignTerms): Promise<string[]> {
  const id = await launchMail(scene, terms)
  await call(scene.server, 'runCampaign', { params: { id } })
  return holdersOf(scene, id)
}

export const budgetOf = async (scene: Scene, id: string) =>
  (await call(scene.server, 'campaignReport', { params: { id } })).budget
