// Gives vouchers another end. One that is over lives again, if its budget can set aside what it is worth.
import { fits } from '#budget/budget.ts'
import { lockBudgets } from '#budget/lock.ts'
import { moveBudgets } from '#budget/move.ts'
import { type LoadedCampaign, lockCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import { tally } from '#campaigns/tally.ts'
import { localDay } from '#core/calendar.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { type Claim, lockByIds } from './claim.ts'
import { endFor, judgeExtension, type Left, type NewEnd } from './new-end.ts'
import { type By, noteChanges } from './note-change.ts'
import { voucherRow } from './queries.ts'
import { chosenByIds, moveEnd, reviveRow } from './queries-desk.ts'
import { rowsByIds } from './queries-foreign.ts'

export type Extended = 'changed' | Left

interface Step {
  voucher: Claim
  expiresAt: number
  revives: boolean
  reservedMinor: number
}

/**
 * What became of each, by id; unknown ids are absent. Campaigns are locked first, as by whatever takes from a guaranteed
 * budget at issue, so that pages of a run never meet a budget that has shrunk under them.
 */
export async function extendVouchers(tx: Tx, ids: string[], end: NewEnd, by: By): Promise<Map<string, Extended>> {
  const known = await chosenByIds(tx, ids)
  const campaigns = new Map<string, LoadedCampaign>()
  for (const id of [...new Set(known.map(({ campaignId }) => campaignId))].sort()) {
    const campaign = await lockCampaign(tx, id)
    if (campaign !== null) campaigns.set(id, campaign)
  }
  const vouchers = await lockByIds(
    tx,
    known.map(({ id }) => id),
  )
  const budgets = await lockBudgets(tx, [...campaigns.keys()])
  const outcomes = new Map<string, Extended>()
  const steps: Step[] = []
  const moves: Parameters<typeof moveBudgets>[1] = []
  const reserved = new Map<string, number>()
  for (const voucher of vouchers) {
    const campaign = campaigns.get(voucher.campaignId)
    const budget = budgets.get(voucher.campaignId)
    if (campaign === undefined) continue
    const step = stepFor(campaign, voucher, end, tx.now, budget?.mode === 'guaranteed')
    if ('left' in step) {
      outcomes.set(voucher.id, step.left)
      continue
    }
    const soFar = reserved.get(voucher.campaignId) ?? 0
    const nothing = { held: 0, spent: 0, count: 0 }
    if (step.reservedMinor > 0 && budget !== undefined) {
      if (!fits(budget, { ...nothing, reserved: soFar + step.reservedMinor })) {
        outcomes.set(voucher.id, 'no_budget')
        continue
      }
      reserved.set(voucher.campaignId, soFar + step.reservedMinor)
      const delta = { kind: 'extend' as const, cause: voucher.id, ...nothing, reserved: step.reservedMinor }
      moves.push({ budget, delta })
    }
    outcomes.set(voucher.id, 'changed')
    steps.push({ voucher, ...step })
  }
  await moveBudgets(tx, moves)
  await write(tx, steps, campaigns, by)
  return outcomes
}

function stepFor(
  { terms, timeZone, redemptionsStoppedAt }: LoadedCampaign,
  voucher: Claim,
  end: NewEnd,
  now: number,
  isGuaranteed: boolean,
): { left: Left } | Omit<Step, 'voucher'> {
  const offer = terms.variants.find(({ key }) => key === voucher.variantKey)?.offer
  const expiresAt = endFor(end, voucher, now, timeZone)
  const judged = judgeExtension({
    voucher,
    newEnd: expiresAt,
    now,
    isStopped: redemptionsStoppedAt !== null,
    isGuaranteed,
    worstCaseMinor: offer === undefined ? 0 : worstCaseMinor(offer),
  })
  return 'left' in judged ? judged : { ...judged, expiresAt }
}

async function write(tx: Tx, steps: Step[], campaigns: Map<string, LoadedCampaign>, by: By): Promise<void> {
  const revived = steps.filter(({ revives }) => revives)
  const over = await rowsByIds(
    tx,
    revived.map(({ voucher }) => voucher.id),
  )
  for (const [expiresAt, group] of Map.groupBy(
    steps.filter(({ revives }) => !revives),
    (step) => step.expiresAt,
  )) {
    await moveEnd(
      tx,
      group.map(({ voucher }) => voucher.id),
      expiresAt,
    )
  }
  for (const { voucher, expiresAt, reservedMinor } of revived) {
    await reviveRow(tx, voucher.id, { expiresAt, reservedMinor })
  }
  // Counted as expired on the day on which that was written down: there it is taken back.
  await tally(
    tx,
    over.map(({ campaignId, variantKey, channel, expiredAt }) => ({
      campaignId,
      day: localDay(expiredAt ?? tx.now, campaigns.get(campaignId)?.timeZone ?? 'UTC'),
      variantKey,
      channel: channel ?? '',
      expired: -1,
    })),
  )
  await noteChanges(
    tx,
    by,
    'extended',
    steps.map(({ voucher, expiresAt, revives }) => ({
      voucherId: voucher.id,
      detail: {
        ...(by.reason === undefined ? {} : { reason: by.reason }),
        ...{ from: voucher.expiresAt, to: expiresAt, revived: revives ? 1 : 0 },
      },
    })),
  )
}

const refusalFor: Record<Left, RefusalCode> = {
  wrong_state: 'voucher.wrong_state',
  not_later: 'voucher.not_later',
  no_budget: 'budget.exhausted',
  ended: 'campaign.ended',
}

/** 404 `voucher.not_found`, 409 `voucher.wrong_state`, `budget.exhausted`, 410 `campaign.ended`, 422 `voucher.not_later`. */
export async function extendOne(tx: Tx, id: string, end: NewEnd, by: By): Promise<void> {
  const outcome = (await extendVouchers(tx, [id], end, by)).get(id)
  if (outcome === 'changed') return
  const row = await voucherRow(tx, id)
  if (outcome === undefined || row === undefined) throw new Refusal('voucher.not_found')
  throw new Refusal(
    refusalFor[outcome],
    outcome === 'wrong_state' ? { detail: ['The voucher is {{state}}', { state: row.state }] } : {},
  )
}
