// What customers and checkouts do under torture: small lives of vouchers, invented by chance, and a notebook of what each
// step was first told. A step is asked under one idempotency key for ever, so that asking again must tell the same.
import type { Chance } from '../demo/chance.ts'

export const campaignKinds = ['plain', 'tight', 'card'] as const
export type CampaignKind = (typeof campaignKinds)[number]
export type StepName = 'issue' | 'hold' | 'release' | 'redeem' | 'again' | 'partly' | 'reverse' | 'revoke'

/** The first answer to a step; `body` as it came. */
export interface Said {
  status: number
  body: Record<string, unknown>
  /** It had been done before, as far as the answer says. */
  replayed: boolean
}

export interface Step {
  name: StepName
  key: string
  /** Null until somebody said yes or no; a cut connection and a 503 say neither. */
  said: Said | null
  wasAsked: boolean
}

export interface Life {
  number: number
  campaign: CampaignKind
  steps: Step[]
  /** A refusal that ends it: the money of `tight` is gone. */
  isRefused: boolean
}

export const WORTH = { plain: 500, tight: 500, card: 2000 } as const
/** What one use takes from a gift card. */
export const CARD_USE = 700
export const PART = 200

const onceUsed: StepName[][] = [
  ['issue', 'redeem'],
  ['issue', 'redeem'],
  ['issue', 'redeem'],
  ['issue', 'hold', 'redeem'],
  ['issue', 'hold', 'redeem'],
  ['issue', 'redeem', 'reverse'],
  ['issue', 'redeem', 'partly', 'reverse'],
  ['issue', 'redeem', 'partly'],
  ['issue', 'hold', 'release', 'redeem'],
  ['issue', 'revoke'],
  ['issue', 'hold', 'revoke'],
  ['issue', 'hold'],
]
const oftenUsed: StepName[][] = [
  ['issue', 'redeem', 'again'],
  ['issue', 'redeem', 'reverse', 'again'],
  ['issue', 'hold', 'redeem', 'partly', 'again'],
  ['issue', 'redeem', 'again', 'partly', 'reverse'],
  ['issue', 'redeem', 'revoke'],
  ['issue', 'hold'],
]

export function inventLife(number: number, chance: Chance): Life {
  const campaign = chance.pick(['plain', 'plain', 'tight', 'card'] as const)
  const names = chance.pick(campaign === 'card' ? oftenUsed : onceUsed)
  const steps = names.map((name) => ({ name, key: `life-${number}-${name}`, said: null, wasAsked: false }))
  return { number, campaign, steps, isRefused: false }
}

export const nextStep = (life: Life): Step | undefined =>
  life.isRefused ? undefined : life.steps.find((step) => step.said === null)

export const answerTo = (life: Life, name: StepName): Record<string, unknown> | undefined => {
  const said = life.steps.find((step) => step.name === name)?.said
  return said && said.status < 400 ? said.body : undefined
}

/** What the budgets must show once every step has its answer. */
export interface Ledger {
  vouchers: number
  spentMinor: number
  heldMinor: number
  redeemed: number
}

export function ledgerOf(lives: readonly Life[], campaign: CampaignKind): Ledger {
  const ledger = { vouchers: 0, spentMinor: 0, heldMinor: 0, redeemed: 0 }
  for (const life of lives) {
    if (life.campaign !== campaign) continue
    const amount = (name: StepName, field: string) => Number(answerTo(life, name)?.[field] ?? 0)
    if (answerTo(life, 'issue')) ledger.vouchers += 1
    for (const name of ['redeem', 'again'] as const) {
      if (answerTo(life, name)) ledger.redeemed += 1
      ledger.spentMinor += amount(name, 'discountMinor')
    }
    ledger.spentMinor -= amount('partly', 'amountMinor') + amount('reverse', 'amountMinor')
    const isOver = (['release', 'redeem', 'revoke'] as const).some((name) => answerTo(life, name))
    if (!isOver) ledger.heldMinor += amount('hold', 'discountMinor')
  }
  return ledger
}
