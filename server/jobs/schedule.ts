// The timetable: every job of the house on one page, when it runs, and when it next has something to do.
import { forgetOldKeys, KEPT_FOR_MS } from '#access/idempotency.ts'
import { forgetChanges } from '#catalog/changes.ts'
import { nextActionDue, resumeActions } from '#compat/actions.ts'
import { forgetDeliveries } from '#connectors/endpoints.ts'
import { nextSync, syncCodes } from '#connectors/sync-codes.ts'
import { expireConsents } from '#consent/expire.ts'
import { nextLeafDue, sequenceLedger } from '#consent/ledger.ts'
import { checkLedger, nextLedgerCheck } from '#consent/ledger-check.ts'
import { nextNoticeDue } from '#consent/notice.ts'
import { nextReminder } from '#consent/reminders.ts'
import { hasStopped } from '#consent/stop-cells.ts'
import type { House } from '#core/house.ts'
import { nextMajority } from '#customers/ages.ts'
import { clearPastSnoozes } from '#customers/snooze.ts'
import { dispatch } from '#delivery/dispatch.ts'
import { nextMessageDue } from '#delivery/next-due.ts'
import { queueMessages } from '#delivery/queue.ts'
import { sendServiceMails } from '#delivery/send-service.ts'
import { cancelForVouchers } from '#delivery/story.ts'
import { forgetWebhookLog } from '#delivery/webhooks/log.ts'
import { noteMajority } from '#privacy/come-of-age.ts'
import { nextToPurge, purgeUnconfirmed } from '#privacy/purge.ts'
import { remindOfExpiry } from '#privacy/remind.ts'
import { forgetCodes } from '#privacy/second-step.ts'
import { nextAskDue, settleAsks } from '#privacy/sign-in.ts'
import { revokeStopped } from '#privacy/stop-purposes.ts'
import { requireReconsent, tellChanges } from '#privacy/tell-changes.ts'
import { nextOverdue, tellOverdue } from '#privacy/tell-overdue.ts'
import { fileOrders } from '#redemption/file-orders.ts'
import { forgetGuesses } from '#redemption/guess-book.ts'
import { expireHolds } from '#redemption/sweep.ts'
import { nextRollUp, rollUp } from '#reports/roll-up.ts'
import { mailViews, nextMail } from '#reports/views.ts'
import { type TriggerKind, triggerKinds } from '#shared/kinds.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/time.ts'
import { expireVouchers, nextVoucherExpiry } from '#vouchers/expire.ts'
import { runDueCampaigns } from '#vouchers/issue-run.ts'
import { makePools } from '#vouchers/make-pool.ts'
import { nextReminderDue, remindOfVouchers } from '#vouchers/remind.ts'
import { nextAction, workActions } from '#vouchers/work-actions.ts'
import { nextTelling, tellWebhooks } from './feeds.ts'
import { nextOccasion } from './next-occasion.ts'
import { customersAmong, dropTicks, nextConsentExpiry, nextHoldExpiry, nextToForget } from './queries.ts'

export interface Job {
  name: string
  /** node-cron's, in UTC. */
  cron: string
  /** The distance of the ticks that `cron` makes; they lie on its multiples. */
  everyMs: number
  /** When there is something to do; perhaps past, null when nothing is in sight. `after` is when it last ran, or, with
   * `ran` false, where the clock stood when somebody began to move it. */
  nextDue(house: House, after: number, ran: boolean): Promise<number | null>
  /** Answers how much it did; 0 when there was nothing. Between its pages it looks whether to stop. */
  run(house: House, stopping: () => boolean): Promise<number>
}

const KEPT_TICKS_MS = 2 * DAY_MS
const yearly: readonly TriggerKind[] = ['birthday', 'anniversary']
const others = triggerKinds.filter((kind) => !yearly.includes(kind) && kind !== 'broadcast')

/** What is over goes before what begins, and what is issued goes before what is sent. */
export const timetable: readonly Job[] = [
  {
    name: 'consents.expire',
    cron: '5 * * * *',
    everyMs: HOUR_MS,
    nextDue: ({ store }) => nextConsentExpiry(store.read),
    run: expireConsents,
  },
  {
    name: 'people.of_age',
    cron: '10 * * * *',
    everyMs: HOUR_MS,
    nextDue: ({ store }) => nextMajority(store.read),
    run: noteMajority,
  },
  {
    name: 'people.snoozed',
    cron: '25 * * * *',
    everyMs: HOUR_MS,
    // Nothing depends on it: whoever asks goes by the dates.
    nextDue: async () => null,
    run: clearPastSnoozes,
  },
  {
    name: 'people.unconfirmed',
    cron: '*/10 * * * *',
    everyMs: 10 * MINUTE_MS,
    nextDue: ({ store }) => nextToPurge(store.read),
    run: purgeUnconfirmed,
  },
  {
    name: 'requests.overdue',
    cron: '15 * * * *',
    everyMs: HOUR_MS,
    nextDue: nextOverdue,
    run: tellOverdue,
  },
  {
    name: 'consents.remind',
    cron: '20 * * * *',
    everyMs: HOUR_MS,
    nextDue: ({ store }) => nextReminder(store.read),
    run: remindOfExpiry,
  },
  {
    name: 'notices.tell',
    cron: '* * * * *',
    everyMs: MINUTE_MS,
    nextDue: async ({ store }) => ((await hasStopped(store.read)) ? 0 : nextNoticeDue(store.read)),
    run: settleNotices,
  },
  {
    name: 'holds.expire',
    cron: '* * * * *',
    everyMs: MINUTE_MS,
    nextDue: ({ store }) => nextHoldExpiry(store.read),
    run: expireHolds,
  },
  {
    name: 'orders.file',
    cron: '* * * * *',
    everyMs: MINUTE_MS,
    // Nothing depends on it: orders are found either way.
    nextDue: async () => null,
    run: fileOrders,
  },
  {
    name: 'vouchers.expire',
    cron: '*/5 * * * *',
    everyMs: 5 * MINUTE_MS,
    nextDue: ({ store }, after) => nextVoucherExpiry(store.read, after),
    run: expireVouchers,
  },
  {
    name: 'vouchers.actions',
    cron: '*/10 * * * * *',
    everyMs: 10 * SECOND_MS,
    nextDue: ({ store }) => nextAction(store.read),
    run: (house, stopping) => workActions(house, cancelForVouchers, stopping),
  },
  {
    name: 'birthdays',
    cron: '0 * * * *',
    everyMs: HOUR_MS,
    nextDue: (house, after, ran) => nextOccasion(house, yearly, after, ran),
    // One look at all of them: of campaigns that are due for somebody in this minute the priority decides.
    run: (house, stopping) => issue(house, [...yearly, ...others], stopping),
  },
  {
    name: 'triggers',
    // The first minute of an hour is looked at with the birthdays.
    cron: '1-59 * * * *',
    everyMs: MINUTE_MS,
    nextDue: (house, after, ran) => nextOccasion(house, others, after, ran),
    run: (house, stopping) => issue(house, others, stopping),
  },
  {
    name: 'vouchers.remind',
    cron: '40 * * * *',
    everyMs: HOUR_MS,
    nextDue: nextReminderDue,
    run: (house, stopping) => remindOfVouchers(house, queueMessages, stopping),
  },
  {
    name: 'pools',
    cron: '* * * * *',
    everyMs: MINUTE_MS,
    // They are made from when they are asked for; this goes on with those that were cut.
    nextDue: async () => null,
    run: makePools,
  },
  {
    name: 'sign-in links',
    cron: '*/10 * * * * *',
    everyMs: 10 * SECOND_MS,
    nextDue: nextAskDue,
    run: settleAsks,
  },
  {
    name: 'delivery',
    cron: '*/10 * * * * *',
    everyMs: 10 * SECOND_MS,
    nextDue: nextMessageDue,
    run: deliver,
  },
  {
    name: 'reports.count',
    cron: '* * * * *',
    everyMs: MINUTE_MS,
    nextDue: nextRollUp,
    run: rollUp,
  },
  {
    name: 'reports.mail',
    cron: '*/5 * * * *',
    everyMs: 5 * MINUTE_MS,
    nextDue: nextMail,
    run: mailViews,
  },
  {
    name: 'webhooks',
    cron: '*/10 * * * * *',
    everyMs: 10 * SECOND_MS,
    nextDue: nextTelling,
    run: tellWebhooks,
  },
  {
    name: 'shop codes',
    cron: '*/20 * * * * *',
    everyMs: 20 * SECOND_MS,
    nextDue: nextSync,
    run: syncCodes,
  },
  {
    name: 'drop-in actions',
    cron: '*/10 * * * * *',
    everyMs: 10 * SECOND_MS,
    // They are done from when they are asked for; this goes on with those that were cut.
    nextDue: nextActionDue,
    run: resumeActions,
  },
  {
    name: 'ledger',
    cron: '*/10 * * * * *',
    everyMs: 10 * SECOND_MS,
    nextDue: ({ store }) => nextLeafDue(store.read),
    run: sequenceLedger,
  },
  {
    name: 'ledger.check',
    cron: '*/5 * * * *',
    everyMs: 5 * MINUTE_MS,
    // Nothing waits for what it finds: a move of the test clock over years looks once, not every day.
    nextDue: async ({ store }, _after, ran) => (ran ? null : nextLedgerCheck(store.read)),
    run: checkLedger,
  },
  {
    name: 'retention',
    cron: '15 3 * * *',
    everyMs: DAY_MS,
    nextDue: ({ store }) => nextToForget(store.read, KEPT_FOR_MS, KEPT_TICKS_MS),
    run: forget,
  },
]

/** Who is told of a change, whose yes a notice has ended, and whose a purpose that was stopped. */
async function settleNotices(house: House, stopping: () => boolean): Promise<number> {
  const told = await tellChanges(house, stopping)
  const ended = await requireReconsent(house, stopping)
  return told + ended + (await revokeStopped(house, stopping))
}

async function issue(house: House, kinds: readonly TriggerKind[], stopping: () => boolean): Promise<number> {
  const outcomes = await runDueCampaigns(house, kinds, queueMessages, stopping)
  return outcomes.reduce((sum, { issued, holdout }) => sum + issued + holdout, 0)
}

async function deliver(house: House, stopping: () => boolean): Promise<number> {
  // What somebody waits for at her screen goes before what nobody expects.
  const service = await sendServiceMails(house, stopping)
  const counts = { ...(await dispatch(house, stopping)), service: service.sent + service.later + service.failed }
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** A data key is committed before its customer: one whose customer never came is nobody's (decisions.md, 30). */
async function forget({ store, clock }: House): Promise<number> {
  const orphans = await store.keys.sweep((ids) => customersAmong(store.read, ids), clock.now() - DAY_MS)
  const rows = await store.write(
    async (tx) =>
      (await forgetOldKeys(tx)) +
      (await forgetDeliveries(tx)) +
      (await forgetGuesses(tx)) +
      (await forgetCodes(tx, tx.now - DAY_MS)) +
      (await forgetWebhookLog(tx)) +
      (await forgetChanges(tx)) +
      (await dropTicks(tx, tx.now - KEPT_TICKS_MS)),
  )
  return orphans + rows
}
