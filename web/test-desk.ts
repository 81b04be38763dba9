/** For tests of the console in a browser: a shop with very many vouchers and campaigns, and with names meant to do harm. */
import { sql } from 'drizzle-orm'
import { openStore } from '#db/open.ts'
import type { BodySent } from '#shared/api.ts'
import { inParallel, makeClient } from '../scripts/client/call.ts'
import type { TestServer } from '../server/test-server.ts'

const DAY = 86_400_000
const MANY = 100_000
const MANY_CAMPAIGNS = 1_000
/** Markup, a word as long as names may be, directions turned over, what cannot be seen, and signs of two units. */
const hostile = {
  markup: '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>{{constructor}}',
  long: 'W'.repeat(190),
  turned: '\u202Egnp.exe\u202C \u2066abc\u2069 عرض خاص',
  unseen: 'a\u200B\u200D\uFEFFb\u00ADc 👩‍👩‍👧‍👦🏴‍☠️',
}
const names = Object.values(hostile)

export interface Desk {
  /** One for each hostile name, launched. */
  campaigns: string[]
  /** With 100,000 vouchers, every thousandth of them over. */
  crowded: string
  /** With a voucher for each customer. */
  small: string
  customers: string[]
  /** Of each customer one of her own campaign and one of the small one. */
  vouchers: string[]
}

const campaignOf = (name: string): BodySent<'createCampaign'> => ({
  name,
  purpose: 'offers',
  channels: ['onsite'],
  trigger: { kind: 'broadcast' },
  variants: [{ key: 'offer', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 500 } }],
  budget: { limitMinor: 100_000_000, currency: 'EUR', mode: 'at_redemption' },
  validity: { days: 30 },
  timeZone: 'UTC',
})

export async function furnishDesk(server: TestServer, now: number): Promise<Desk> {
  const campaigns: string[] = []
  const customers: string[] = []
  const vouchers: string[] = []
  const admin = makeClient(server.url, server.adminKey)
  const cell = { purpose: 'offers', channel: 'onsite' as const, category: 'contact.account' as const }
  await admin.call('createPurpose', { body: { key: 'offers', legalBasis: 'consent', title: hostile.markup } })
  const { id } = await admin.call('createNotice', {
    body: {
      controller: { name: hostile.markup, address: '1 Street', contact: 'privacy@shop.example' },
      texts: { en: { title: hostile.turned, body: hostile.markup + 'W'.repeat(10_000) } },
      scope: [{ ...cell, retentionMonths: 12 }],
    },
  })
  await admin.call('publishNotice', { params: { id } })
  const launch = async (name: string) => {
    const made = await admin.call('createCampaign', { body: campaignOf(name) })
    await admin.call('launchCampaign', { params: { id: made.id } })
    return made.id
  }
  for (const name of names) campaigns.push(await launch(name))
  const crowded = await launch('Crowded')
  const small = await launch('Small')
  for (const [index, name] of names.entries()) {
    const reference = `${name.slice(0, 190)} ${index}`
    const body = { email: `person${index}@shop.example`, givenName: name, familyName: name.slice(0, 200) }
    customers.push((await admin.call('putCustomer', { params: { reference }, body })).id)
    await admin.call('recordConsents', {
      body: {
        customerReference: reference,
        noticeVersion: 1,
        locale: 'en',
        method: 'form',
        contactVerified: true,
        decisions: [{ ...cell, decision: 'grant' }],
      },
    })
    for (const campaignId of [campaigns[index] ?? '', small]) {
      const body = { customerReference: reference, occasion: hostile.markup }
      const { voucher } = await admin.call('issueVoucher', { params: { id: campaignId }, body })
      vouchers.push((voucher as { id?: string } | null)?.id ?? '')
    }
  }
  await inParallel(
    Array.from({ length: MANY_CAMPAIGNS }, (_, n) => n),
    8,
    async (n) => {
      await admin.call('createCampaign', { body: campaignOf(`Number ${n}`) })
    },
  )
  await seed(server, crowded, now)
  return { campaigns, crowded, small, customers, vouchers }
}

/** As a run would have made them. */
async function seed(server: TestServer, campaignId: string, now: number): Promise<void> {
  const store = await openStore({ url: server.databaseUrl, now: Date.now })
  try {
    await store.write((tx) =>
      tx.rows(sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${MANY})
        insert into vouchers (id, campaign_id, customer_id, occasion, variant_key, code_print, state, issued_at, issued_day,
          expires_at)
        select 'vch_000000' || printf('%020d', i), ${campaignId}, 'unit_' || i, 'seed', 'offer', 'seed ' || i, 'issued',
          ${now}, '2026-03-10', case when i % 1000 = 0 then ${now - DAY} else ${now + 900 * DAY} end
        from n returning id`),
    )
  } finally {
    await store.close()
  }
}
