// What is measured on: people who agreed, and a campaign for all of them, made through the public doors; only their
// consents, which no shop records a hundred thousand of at once, are recorded by the consent room itself.
import { sql } from 'drizzle-orm'
import { recordDecisions } from '#consent/record.ts'
import { readConfig } from '#core/config.ts'
import { openHouse } from '../../server/main.ts'
import { type Client, makeClient } from '../client/call.ts'

export const CURRENCY = 'EUR'
const LANES = 256
const allCustomers = sql`select id from customers order by id`

export async function prepareNotice(url: string, adminKey: string): Promise<number> {
  const admin = makeClient(url, adminKey)
  await admin.call('createPurpose', {
    body: { key: 'bench_offers', legalBasis: 'consent', title: 'Offers of the bench' },
  })
  const { id } = await admin.call('createNotice', {
    body: {
      controller: { name: 'Bench', address: 'Nowhere 1', contact: 'bench@example.com' },
      texts: { en: { title: 'Bench', body: 'Nobody reads this.' } },
      scope: [{ purpose: 'bench_offers', channel: 'email', category: 'contact.email', retentionMonths: 12 }],
    },
  })
  return (await admin.call('publishNotice', { params: { id } })).version
}

/** NDJSON of invented people. */
export function* peopleAsLines(count: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    const month = String(1 + (n % 12)).padStart(2, '0')
    const day = String(1 + (n % 28)).padStart(2, '0')
    yield `${JSON.stringify({ reference: `P-${n}`, email: `p${n}@example.com`, givenName: 'Ada', familyName: `No ${n}`, birthDate: `--${month}-${day}`, country: 'DE' })}\n`
  }
}

/** Everybody agrees; answers how long it took in seconds. */
export async function everybodyAgrees(env: Record<string, string>, noticeVersion: number): Promise<number> {
  const house = await openHouse(readConfig({ ...process.env, ...env, LOG_LEVEL: 'silent' }))
  const started = performance.now()
  try {
    const ids = await house.store.read.rows<{ id: string }>(allCustomers)
    const decision = {
      purpose: 'bench_offers',
      channel: 'email' as const,
      category: 'contact.email' as const,
      decision: 'grant' as const,
    }
    for (let at = 0; at < ids.length; at += LANES) {
      await Promise.all(
        ids.slice(at, at + LANES).map(({ id }) =>
          house.store.write((tx) =>
            recordDecisions(tx, {
              customerId: id,
              noticeVersion,
              locale: 'en',
              method: 'form',
              actor: 'bench',
              verified: true,
              decisions: [decision],
            }),
          ),
        ),
      )
    }
  } finally {
    await house.store.close()
  }
  return (performance.now() - started) / 1000
}

export async function launchBroadcast(admin: Client): Promise<string> {
  const { id } = await admin.call('createCampaign', {
    body: {
      name: 'Bench',
      purpose: 'bench_offers',
      channels: ['email'],
      trigger: { kind: 'broadcast' },
      variants: [
        { key: 'ten_percent', shareBps: 5_000, offer: { kind: 'percent_off', bps: 1_000, maxMinor: 1_000 } },
        { key: 'five_off', shareBps: 5_000, offer: { kind: 'amount_off', amountMinor: 500 } },
      ],
      holdoutBps: 1_000,
      budget: { limitMinor: 9_000_000_000, currency: CURRENCY, mode: 'at_redemption' },
      validity: { days: 30 },
      message: { en: { subject: 'An offer', text: 'Your code: {{voucher.code}}' } },
      timeZone: 'Europe/Berlin',
    },
  })
  await admin.call('launchCampaign', { params: { id } })
  return id
}

/** The first `count` open codes of the campaign. */
export async function codesOf(admin: Client, campaignId: string, count: number): Promise<string[]> {
  const codes: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof admin.call<'listVouchers'>>> = await admin.call('listVouchers', {
      query: { campaignId, limit: 200, ...(cursor === null ? {} : { cursor }) },
    })
    codes.push(...page.data.flatMap((voucher) => voucher.code ?? []))
    cursor = page.nextCursor
  } while (cursor !== null && codes.length < count)
  return codes.slice(0, count)
}
