// Step three: what it gives, in one or several variants to compare.
import { Button, TagsInput } from '@mantine/core'
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { Plus } from '../../ui/icons.tsx'
import { fieldId, ReasonLines } from '../../ui/reasons.tsx'
import { useWords } from '../words.ts'
import { blankOffer, type OfferDraft, type OfferKind, type VariantDraft } from './offer-draft.ts'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Filled, Step } from './step.tsx'
import { CurrencyNumber } from './words-of-money.tsx'

const kinds: OfferKind[] = ['percent_off', 'amount_off', 'free_shipping', 'gift_card', 'unit_off']

export function What({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const change = (row: number, part: Partial<VariantDraft>) =>
    set({ variants: draft.variants.map((variant) => (variant.row === row ? { ...variant, ...part } : variant)) })
  return (
    <Step number={3} title={t('what.title')} path="variants" hint={t('what.hint')}>
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
  const { t } = useWords('compose')
  const sum = sumOfShares(draft.variants)
  const add = () => {
    const row = Math.max(...draft.variants.map((variant) => variant.row)) + 1
    set({ variants: evenly([...draft.variants, { row, key: `variant_${row + 1}`, share: 0, offer: blankOffer }]) })
  }
  return (
    <div className={css.shares}>
      <Button variant="default" size="sm" leftSection={<Plus size={15} />} onClick={add}>
        {t('what.add')}
      </Button>
      <span className={css.small} aria-live="polite">
        {sum === 100 ? t('what.sum', { sum }) : t('what.sumWrong', { sum })}
      </span>
    </div>
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
  const { t } = useWords('compose')
  const at = `variants.${index}`
  const name = t('what.variant', { number: index + 1 })
  const { offer } = variant
  const set = (part: Partial<OfferDraft>) => change({ offer: { ...offer, ...part } })
  const named = (
    <TextBlank
      label={t('what.name', { name })}
      path={`${at}.key`}
      value={variant.key}
      onChange={(key) => change({ key: key.toLowerCase().replace(/\s+/g, '_') })}
    />
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset reads its legend twice
    <div className={css.variant} role="group" aria-label={name} id={fieldId(at)} tabIndex={-1}>
      <div className={css.variantHead}>
        <span>{t('what.variantWord')}</span> {named}
        {onRemove && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={css.remove}
            onClick={onRemove}
            aria-label={t('what.removeLabel', { name })}
          >
            {t('remove')}
          </Button>
        )}
      </div>
      <Filled text={t(`what.${offer.kind}`)} blanks={blanksOf({ at, name, variant, currency, change, set, t })} />
      {isScoped(offer) && (offer.scope === 'categories' || offer.scope === 'favourite') && (
        <TagsInput
          label={offer.scope === 'favourite' ? t('what.fallback', { name }) : t('what.categories', { name })}
          description={offer.scope === 'favourite' ? t('what.fallbackHint') : t('what.categoriesHint')}
          value={offer.categories}
          onChange={(categories) => set({ categories })}
          id={fieldId(`${at}.offer.scope`)}
          className={css.field}
        />
      )}
      {isScoped(offer) && offer.scope === 'products' && (
        <TagsInput
          label={t('what.products', { name })}
          description={t('what.productsHint')}
          value={offer.skus}
          onChange={(skus) => set({ skus })}
          id={fieldId(`${at}.offer.scope`)}
          className={css.field}
        />
      )}
      <ReasonLines under={[at]} />
    </div>
  )
}

const isScoped = (offer: OfferDraft) => offer.kind === 'percent_off' || offer.kind === 'amount_off'

interface Parts extends Pick<VariantProps, 'variant' | 'currency' | 'change'> {
  at: string
  name: string
  set: (part: Partial<OfferDraft>) => void
  t: ReturnType<typeof useWords<'compose'>>['t']
}

/** Every blank that some kind of offer has; a sentence shows those that it names. */
function blanksOf({ at, name, variant, currency, change, set, t }: Parts) {
  const { offer } = variant
  const money = (label: string, path: string, field: 'most' | 'amount') => (
    <CurrencyNumber
      label={label}
      path={`${at}.offer.${path}`}
      currency={currency}
      value={offer[field]}
      onChange={(typed) => set({ [field]: typed })}
    />
  )
  const number = (
    label: string,
    path: string,
    value: OfferDraft['percent'],
    take: (typed: number | string) => void,
  ) => <NumberBlank label={label} path={`${at}.${path}`} value={value} onChange={take} decimals={2} suffix="%" />
  return {
    share: number(t('what.share', { name }), 'shareBps', variant.share, (share) => change({ share })),
    percent: number(t('what.percent', { name }), 'offer.bps', offer.percent, (percent) => set({ percent })),
    most: money(t('what.most', { name }), 'maxMinor', 'most'),
    amount: money(t('what.amount', { name }), 'amountMinor', 'amount'),
    kind: (
      <ChoiceBlank
        label={t('what.kind', { name })}
        path={`${at}.offer.kind`}
        value={offer.kind}
        onChange={(kind) => set({ kind })}
        choices={kinds.map((value) => ({ value, label: t(`offer.${value}`) }))}
      />
    ),
    scope: (
      <ChoiceBlank
        label={t('what.scope', { name })}
        value={offer.scope}
        onChange={(scope) => set({ scope })}
        choices={(['order', 'favourite', 'categories', 'products'] as const).map((value) => ({
          value,
          label: t(`scope.${value}`),
        }))}
      />
    ),
    quantity: (
      <NumberBlank
        label={t('what.quantity', { name })}
        path={`${at}.offer.quantity`}
        value={offer.quantity}
        onChange={(quantity) => set({ quantity })}
      />
    ),
    sku: (
      <TextBlank
        label={t('what.sku', { name })}
        path={`${at}.offer.sku`}
        value={offer.sku}
        onChange={(sku) => set({ sku })}
        placeholder="SKU"
      />
    ),
  }
}
