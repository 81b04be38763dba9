// Steps three and four: what it gives, in one or several variants to compare, and who is held back.
import { Button, TagsInput } from '@mantine/core'
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { Plus } from '../../ui/icons.tsx'
import { fieldId, ReasonLines } from '../../ui/reasons.tsx'
import type { OfferDraft, OfferKind, VariantDraft } from './draft.ts'
import { blankOffer } from './draft.ts'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Sentence, Step, Stop } from './step.tsx'
import { CurrencyNumber } from './words-of-money.tsx'

const kinds: { value: OfferKind; label: string }[] = [
  { value: 'percent_off', label: 'a percentage' },
  { value: 'amount_off', label: 'an amount' },
  { value: 'free_shipping', label: 'free shipping' },
  { value: 'gift_card', label: 'a gift card' },
  { value: 'unit_off', label: 'a free product' },
]

export function What({ draft, set }: StepProps) {
  const change = (row: number, part: Partial<VariantDraft>) =>
    set({ variants: draft.variants.map((variant) => (variant.row === row ? { ...variant, ...part } : variant)) })
  return (
    <Step
      number={3}
      title="Which offer"
      path="variants"
      hint="With two or more variants the report tells which one earns more. Who gets which is drawn by lot."
    >
      {draft.variants.map((variant, index) => (
        <Variant
          key={variant.row}
          variant={variant}
          index={index}
          currency={draft.currency}
          change={(part) => change(variant.row, part)}
          onRemove={
            draft.variants.length > 1
              ? () => set({ variants: evenly(draft.variants.filter((v) => v !== variant)) })
              : null
          }
        />
      ))}
      <Shares draft={draft} set={set} />
    </Step>
  )
}

/** Pure: variants with equal shares of 100 %, the first taking what cannot be split. */
export function evenly(variants: VariantDraft[]): VariantDraft[] {
  const share = Math.floor(10_000 / variants.length)
  const rest = 10_000 - share * variants.length
  return variants.map((variant, index) => ({ ...variant, share: (share + (index === 0 ? rest : 0)) / 100 }))
}

/** Pure: the shares of all variants together, in percent. */
export function sumOfShares(variants: VariantDraft[]): number {
  return Math.round(variants.reduce((sum, variant) => sum + Number(variant.share || 0) * 100, 0)) / 100
}

function Shares({ draft, set }: StepProps) {
  const sum = sumOfShares(draft.variants)
  const add = () => {
    const row = Math.max(...draft.variants.map((variant) => variant.row)) + 1
    set({ variants: evenly([...draft.variants, { row, key: `variant_${row + 1}`, share: 0, offer: blankOffer }]) })
  }
  return (
    <>
      <div className={css.shares}>
        <Button variant="default" size="sm" leftSection={<Plus size={15} />} onClick={add}>
          Add a variant
        </Button>
        <span className={css.small} aria-live="polite">
          Shares add up to {sum}%{sum === 100 ? '.' : '; at launch they must make 100%.'}
        </span>
      </div>
      <Sentence>
        Hold back
        <NumberBlank
          label="Holdout in percent"
          path="holdoutBps"
          value={draft.holdout}
          onChange={(holdout) => set({ holdout })}
          decimals={2}
          suffix="%"
        />
        of the people: they get nothing, and show what the offer itself changes.
      </Sentence>
    </>
  )
}

interface VariantProps {
  variant: VariantDraft
  index: number
  currency: string
  change: (part: Partial<VariantDraft>) => void
  onRemove: (() => void) | null
}

function Variant({ variant, index, currency, change, onRemove }: VariantProps) {
  const at = `variants.${index}`
  const name = `Variant ${index + 1}`
  const offer = (part: Partial<OfferDraft>) => change({ offer: { ...variant.offer, ...part } })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset reads its legend twice
    <div className={css.variant} role="group" aria-label={name} id={fieldId(at)} tabIndex={-1}>
      <div className={css.variantHead}>
        <span>Variant</span>
        <TextBlank
          label={`${name}: its name in reports`}
          path={`${at}.key`}
          value={variant.key}
          onChange={(key) => change({ key: key.toLowerCase().replace(/\s+/g, '_') })}
        />
        {onRemove && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={css.remove}
            onClick={onRemove}
            aria-label={`Remove variant ${index + 1}`}
          >
            Remove
          </Button>
        )}
      </div>
      <Sentence>
        <NumberBlank
          label={`${name}: share in percent`}
          path={`${at}.shareBps`}
          value={variant.share}
          onChange={(share) => change({ share })}
          decimals={2}
          suffix="%"
        />
        of them get
        <ChoiceBlank
          label={`${name}: kind of offer`}
          path={`${at}.offer.kind`}
          value={variant.offer.kind}
          onChange={(kind) => offer({ kind })}
          choices={kinds}
        />
        <OfferBlanks at={`${at}.offer`} name={name} offer={variant.offer} currency={currency} change={offer} />
        <Stop>.</Stop>
      </Sentence>
      {variant.offer.scope === 'categories' && isScoped(variant.offer) && (
        <Categories at={at} name={name} offer={variant.offer} change={offer} />
      )}
      <ReasonLines under={[at]} />
    </div>
  )
}

const isScoped = (offer: OfferDraft) => offer.kind === 'percent_off' || offer.kind === 'amount_off'

interface OfferProps {
  at: string
  name: string
  offer: OfferDraft
  change: (part: Partial<OfferDraft>) => void
}

function Categories({ at, name, offer, change }: OfferProps) {
  return (
    <TagsInput
      label={`${name}: categories`}
      description="As your products name them. Press Enter after each."
      value={offer.categories}
      onChange={(categories) => change({ categories })}
      id={fieldId(`${at}.offer.scope`)}
      className={css.field}
    />
  )
}

/** The blanks that belong to a kind of offer. */
function OfferBlanks({ at, name, offer, currency, change }: OfferProps & { currency: string }) {
  const most = (
    <CurrencyNumber
      label={`${name}: at most`}
      path={`${at}.maxMinor`}
      currency={currency}
      value={offer.most}
      onChange={(typed) => change({ most: typed })}
    />
  )
  const amount = (
    <CurrencyNumber
      label={`${name}: amount`}
      path={`${at}.amountMinor`}
      currency={currency}
      value={offer.amount}
      onChange={(typed) => change({ amount: typed })}
    />
  )
  const scope = <ScopeBlank name={name} offer={offer} change={change} />
  switch (offer.kind) {
    case 'percent_off':
      return (
        <>
          <Stop>,</Stop>
          <NumberBlank
            label={`${name}: percent off`}
            path={`${at}.bps`}
            value={offer.percent}
            onChange={(percent) => change({ percent })}
            decimals={2}
            suffix="%"
          />
          off {scope}
          <Stop>, at most</Stop> {most}
        </>
      )
    case 'amount_off':
      return (
        <>
          <Stop>,</Stop> {amount} off {scope}
        </>
      )
    case 'free_shipping':
      return <>up to {most}</>
    case 'gift_card':
      return <>worth {amount}</>
    case 'unit_off':
      return <ProductBlanks at={at} name={name} offer={offer} change={change} most={most} />
  }
}

function ScopeBlank({ name, offer, change }: Omit<OfferProps, 'at'>) {
  return (
    <ChoiceBlank
      label={`${name}: what it counts for`}
      value={offer.scope}
      onChange={(scope) => change({ scope })}
      choices={[
        { value: 'order', label: 'the whole order' },
        { value: 'favourite', label: 'their favourite category' },
        { value: 'categories', label: 'certain categories' },
      ]}
    />
  )
}

function ProductBlanks({ at, name, offer, change, most }: OfferProps & { most: React.ReactNode }) {
  return (
    <>
      <Stop>,</Stop>
      <NumberBlank
        label={`${name}: how many`}
        path={`${at}.quantity`}
        value={offer.quantity}
        onChange={(quantity) => change({ quantity })}
      />
      of
      <TextBlank
        label={`${name}: product number (SKU)`}
        path={`${at}.sku`}
        value={offer.sku}
        onChange={(sku) => change({ sku })}
        placeholder="SKU"
      />
      <Stop>, at most</Stop> {most}
    </>
  )
}
