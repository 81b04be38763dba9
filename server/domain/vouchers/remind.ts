// Reminds people of vouchers that are about to expire, once each, as long as their caps have room; nobody is reminded of what
// is used, or of a campaign that is over.
import { type LoadedCampaign, liveCampaigns, lockCampaign } from '#campaigns/load.ts'
import { permit } from '#consent/gate.ts'
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { readCaps } from './caps.ts'
import type { QueueMessages } from './issue.ts'
import { isIssuing } from './lock-for-issue.ts'
import { earliestToRemind, insertReminders, type Remindable, vouchersToRemind } from './queries-reminders.ts'

const PAGE = 500

type Reminding = Pick<House, 'store' | 'clock'>

/** Answers how many messages it queued. */
export async function remindOfVouchers(
  { store, clock }: Reminding,
  queue: QueueMessages,
  stopping: () => boolean = () => false,
): Promise<number> {
  let reminded = 0
  for (const campaign of await liveCampaigns(store.read)) {
    const span = spanOf(campaign)
    if (span === null || stopping()) continue
    let after = ''
    for (;;) {
      const asked = { campaignId: campaign.id, span, now: clock.now(), after, limit: PAGE }
      const page = await vouchersToRemind(store.read, asked)
      if (page.length > 0) reminded += await store.write((tx) => remindPage(tx, campaign.id, page, queue))
      if (page.length < PAGE || stopping()) break
      after = page.at(-1)?.id ?? after
    }
  }
  return reminded
}

/** Epoch ms, perhaps past; null when nobody waits. Whoever's cap was full is looked at again an hour later. */
export async function nextReminderDue({ store }: Reminding, after: number, ran: boolean): Promise<number | null> {
  const dues: number[] = []
  for (const campaign of await liveCampaigns(store.read)) {
    const span = spanOf(campaign)
    const due = span === null ? null : await earliestToRemind(store.read, campaign.id, span)
    if (due !== null) dues.push(ran ? Math.max(due, after + HOUR_MS) : due)
  }
  return dues.length === 0 ? null : Math.min(...dues)
}

const spanOf = ({ terms }: LoadedCampaign): number | null =>
  terms.reminder === undefined ? null : terms.reminder.daysBefore * DAY_MS

/** Locks the campaign, then people, as issuing does. */
async function remindPage(
  tx: Tx,
  campaignId: string,
  page: readonly Remindable[],
  queue: QueueMessages,
): Promise<number> {
  const campaign = await lockCampaign(tx, campaignId)
  if (campaign === null || !isIssuing(campaign, tx.now)) return 0
  const { use, terms } = campaign
  const people = page.map(({ customerId }) => customerId)
  const permitted = await permit(tx, use, people)
  const caps = await readCaps(tx, terms, permitted)
  const used = new Map(caps?.used)
  const chosen = page.filter(({ customerId }) => {
    const group = caps?.groupOf.get(customerId) ?? customerId
    if (!permitted.has(customerId) || (caps && (used.get(group) ?? 0) >= caps.max)) return false
    used.set(group, (used.get(group) ?? 0) + 1)
    return true
  })
  const rows = chosen.map(({ id, customerId }) => ({ voucherId: id, customerId, remindedAt: tx.now }))
  const made = new Set((await insertReminders(tx, rows)).map(({ voucherId }) => voucherId))
  const fresh = chosen.filter(({ id }) => made.has(id))
  const messages = fresh.map(({ id, customerId }) => ({
    ...{ voucherId: id, campaignId, customerId, purpose: terms.purpose, kind: 'reminder' as const, dueAt: tx.now },
    channel: permitted.get(customerId)?.channel ?? '',
  }))
  await queue(tx, messages)
  return fresh.length
}
