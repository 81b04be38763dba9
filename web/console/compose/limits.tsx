// Steps four and six: what it may cost in all, how long vouchers live, and the rules one rarely needs.
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { useWords } from '../words.ts'
import { Beside, Caps } from './caps.tsx'
import { StackTrial } from './stack-trial.tsx'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Filled, Step } from './step.tsx'
import { CurrencyNumber, currencies } from './words-of-money.tsx'

export function Limits({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  return (
    <Step number={4} title={t('limit.title')} path="budget" hint={t('limit.hint')}>
      <Filled
        text={draft.mode === 'guaranteed' ? t('limit.guaranteed') : t('limit.atRedemption')}
        blanks={{
          limit: (
            <CurrencyNumber
              label={t('limit.limit')}
              path="budget.limitMinor"
              currency={draft.currency}
              value={draft.limit}
              onChange={(limit) => set({ limit })}
            />
          ),
          currency: (
            <ChoiceBlank
              label={t('limit.currency')}
              path="budget.currency"
              value={draft.currency}
              onChange={(currency) => set({ currency })}
              choices={currencies(draft.currency)}
            />
          ),
          mode: (
            <ChoiceBlank
              label={t('limit.mode')}
              path="budget.mode"
              value={draft.mode}
              onChange={(mode) => set({ mode })}
              choices={[
                { value: 'guaranteed', label: t('limit.whenIssued') },
                { value: 'at_redemption', label: t('limit.whenRedeemed') },
              ]}
            />
          ),
        }}
      />
      <details className={css.more}>
        <summary>{t('limit.more')}</summary>
        <Caps draft={draft} set={set} />
      </details>
    </Step>
  )
}

export function Validity({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const also = ['minimumOrderMinor', 'frequency', 'redeemableBy', 'refundPolicy', 'codePrefix', 'stacking']
  return (
    <Step number={6} title={t('valid.title')} path="validity" also={also}>
      <Filled
        text={draft.validFor === 'days' ? t('valid.days') : t('valid.until')}
        blanks={{
          how: (
            <ChoiceBlank
              label={t('valid.how')}
              value={draft.validFor}
              onChange={(validFor) => set({ validFor })}
              choices={[
                { value: 'days', label: t('valid.someDays') },
                { value: 'until', label: t('valid.untilDate') },
              ]}
            />
          ),
          days: (
            <NumberBlank
              label={t('valid.daysLabel')}
              path="validity.days"
              value={draft.days}
              onChange={(days) => set({ days })}
            />
          ),
          day: (
            <TextBlank
              type="date"
              label={t('valid.untilLabel')}
              path="validity.until"
              value={draft.until}
              onChange={(until) => set({ until })}
              width={16}
            />
          ),
        }}
      />
      <details className={css.more}>
        <summary>{t('valid.more')}</summary>
        <Rules draft={draft} set={set} />
        <Beside draft={draft} set={set} />
        <StackTrial draft={draft} />
      </details>
    </Step>
  )
}

function Rules({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  return (
    <Filled
      text={t('valid.rules')}
      blanks={{
        least: (
          <CurrencyNumber
            label={t('valid.smallest')}
            path="minimumOrderMinor"
            currency={draft.currency}
            value={draft.minimumOrder}
            onChange={(minimumOrder) => set({ minimumOrder })}
            placeholder={t('anything')}
          />
        ),
        most: (
          <NumberBlank
            label={t('valid.most')}
            path="frequency.max"
            value={draft.capMax}
            onChange={(capMax) => set({ capMax })}
            placeholder={t('any')}
            width={7}
          />
        ),
        within: (
          <NumberBlank
            label={t('valid.within')}
            path="frequency.withinDays"
            value={draft.capDays}
            onChange={(capDays) => set({ capDays })}
          />
        ),
        who: (
          <ChoiceBlank
            label={t('valid.who')}
            path="redeemableBy"
            value={draft.redeemableBy}
            onChange={(redeemableBy) => set({ redeemableBy })}
            choices={[
              { value: 'anyone', label: t('valid.anyone') },
              { value: 'recipient', label: t('valid.recipient') },
            ]}
          />
        ),
        refund: (
          <ChoiceBlank
            label={t('valid.refundLabel')}
            path="refundPolicy"
            value={draft.refundPolicy}
            onChange={(refundPolicy) => set({ refundPolicy })}
            choices={[
              { value: 'restore', label: t('valid.restore') },
              { value: 'keep', label: t('valid.keep') },
            ]}
          />
        ),
        prefix: (
          <TextBlank
            label={t('valid.prefix')}
            path="codePrefix"
            value={draft.codePrefix}
            onChange={(codePrefix) => set({ codePrefix: codePrefix.toUpperCase().replace(/[^A-Z0-9]/g, '') })}
            placeholder={t('valid.nothing')}
          />
        ),
      }}
    />
  )
}
