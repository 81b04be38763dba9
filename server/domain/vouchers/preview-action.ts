// What an action on many vouchers would do, counted voucher by voucher and written nowhere.
import { setImmediate as turn } from 'node:timers/promises'
import { freeMinor } from '#budget/budget.ts'
import { peekBudgets } from '#budget/lock.ts'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { worstCaseMinor } from '#campaigns/offers/all.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries } from '#db/store.ts'
import type { VoucherActionAsked, VoucherActionPreview } from '#shared/contracts/voucher-desk.ts'
import type { VoucherState } from '#shared/kinds.ts'
import { endFor, judgeExtension } from './new-end.ts'
import { lastVoucherOfAll } from './queries-actions.ts'
import { type ChosenRow, chosenByIds, scanUp } from './queries-desk.ts'
import { stateAt } from './show.ts'
import { fitsFilter, resolveWhich, type Which } from './which-vouchers.ts'

export interface Foreseen {
  which: Which
  /** The last voucher there is now. */
  upTo: string
  preview: VoucherActionPreview
}

interface Known {
  campaign: LoadedCampaign
  currency: string
  isGuaranteed: boolean
  /** Left when what was foreseen so far is set aside. */
  freeMinor: number
}

const SCAN = 1000
const nameOf = { wrong_state: 'wrongState', not_later: 'notLater', no_budget: 'noBudget', ended: 'ended' } as const

/** 422 `campaign.unknown`. What happens until it begins can make it end differently: then each is judged again. */
export async function previewAction(house: House, asked: VoucherActionAsked): Promise<Foreseen> {
  const { store, secrets, clock } = house
  const upTo = await lastVoucherOfAll(store.read)
  const { which, unknown } = await resolveWhich(store.read, secrets, asked.which)
  const campaigns = new Map<string, Known>()
  if ('filter' in which) await knownTo(store.read, campaigns, which.filter.campaignId, 'campaign.unknown')
  const counts = { matched: 0, changed: 0, wrongState: 0, notLater: 0, noBudget: 0, ended: 0 }
  const preview: VoucherActionPreview = {
    ...counts,
    unknown,
    byState: {},
    reserveMinor: 0,
    freedMinor: 0,
    currencies: [],
  }
  const now = clock.now()
  for await (const page of pagesOf(store.read, which, upTo)) {
    for (const row of page) {
      if ('filter' in which && !fitsFilter(row, which.filter, now)) continue
      foresee(preview, row, await knownTo(store.read, campaigns, row.campaignId), asked, now)
    }
  }
  const changing = [...campaigns.values()].filter(({ isGuaranteed }) => isGuaranteed)
  preview.currencies = [...new Set(changing.map(({ currency }) => currency))].sort()
  return { which, upTo, preview }
}

/** A SQLite file answers without a turn of the event loop, and a checkout must not wait for all pages. */
async function* pagesOf(q: Queries, which: Which, upTo: string): AsyncGenerator<ChosenRow[]> {
  if ('ids' in which) {
    yield await chosenByIds(q, which.ids)
    return
  }
  let behind = ''
  for (;;) {
    const page = await scanUp(q, which.filter.campaignId, { behind, upTo, limit: SCAN })
    if (page.length > 0) yield page
    if (page.length < SCAN) return
    behind = page.at(-1)?.id ?? ''
    await turn()
  }
}

async function knownTo(
  q: Queries,
  campaigns: Map<string, Known>,
  id: string,
  refusal: 'campaign.unknown' | 'campaign.not_found' = 'campaign.not_found',
): Promise<Known> {
  const known = campaigns.get(id)
  if (known !== undefined) return known
  const campaign = await loadCampaign(q, id)
  if (campaign === null) throw new Refusal(refusal)
  const budget = (await peekBudgets(q, [id])).get(id)
  const made: Known = {
    campaign,
    currency: budget?.currency ?? '',
    isGuaranteed: budget?.mode === 'guaranteed',
    freeMinor: budget === undefined ? Number.POSITIVE_INFINITY : freeMinor(budget),
  }
  campaigns.set(id, made)
  return made
}

function foresee(
  preview: VoucherActionPreview,
  row: ChosenRow,
  known: Known,
  { kind, until, days }: VoucherActionAsked,
  now: number,
): void {
  preview.matched += 1
  const state: VoucherState = stateAt(row, now)
  preview.byState[state] = (preview.byState[state] ?? 0) + 1
  if (kind === 'revoke') {
    const isOpen = row.state === 'issued' || row.state === 'held'
    preview[isOpen ? 'changed' : 'wrongState'] += 1
    if (isOpen && known.isGuaranteed) preview.freedMinor += row.reservedMinor
    return
  }
  const { campaign } = known
  const offer = campaign.terms.variants.find(({ key }) => key === row.variantKey)?.offer
  const judged = judgeExtension({
    voucher: row,
    newEnd: endFor({ until, days }, row, now, campaign.timeZone),
    now,
    isStopped: campaign.redemptionsStoppedAt !== null,
    isGuaranteed: known.isGuaranteed,
    worstCaseMinor: offer === undefined ? 0 : worstCaseMinor(offer),
  })
  if ('left' in judged) preview[nameOf[judged.left]] += 1
  else if (judged.reservedMinor > known.freeMinor) preview.noBudget += 1
  else {
    preview.changed += 1
    preview.reserveMinor += judged.reservedMinor
    known.freeMinor -= judged.reservedMinor
  }
}
