// Step one: the occasion, every kind of it.
import { Button } from '@mantine/core'
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { Plus } from '../../ui/icons.tsx'
import { useWords } from '../words.ts'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Filled, Step } from './step.tsx'
import { type TriggerDraft, triggerKinds, type WhereDraft } from './trigger-draft.ts'
import { CurrencyNumber, zones } from './words-of-money.tsx'

export function When({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const { trigger } = draft
  const change = (part: Partial<TriggerDraft>) => set({ trigger: { ...trigger, ...part } })
  return (
    <Step
      number={1}
      title={t('when.title')}
      path="trigger"
      also={['timeZone']}
      hint={t.maybe(`when.hint.${trigger.kind}`, {}, '')}
    >
      <Filled
        text={t('when.kind')}
        blanks={{
          kind: (
            <ChoiceBlank
              label={t('when.occasion')}
              path="trigger.kind"
              value={trigger.kind}
              onChange={(kind) => change({ kind })}
              choices={triggerKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
            />
          ),
        }}
      />
      <Details trigger={trigger} change={change} currency={draft.currency} />
      <Filled
        text={t('when.zone')}
        blanks={{
          zone: (
            <ChoiceBlank
              label={t('when.zoneLabel')}
              path="timeZone"
              value={draft.timeZone}
              onChange={(timeZone) => set({ timeZone })}
              choices={zones(draft.timeZone)}
            />
          ),
        }}
      />
    </Step>
  )
}

interface Part {
  trigger: TriggerDraft
  change: (part: Partial<TriggerDraft>) => void
}

function Details({ trigger, change, currency }: Part & { currency: string }) {
  switch (trigger.kind) {
    case 'birthday':
    case 'anniversary':
      return <Ahead trigger={trigger} change={change} />
    case 'signed_up':
    case 'first_order':
      return <Later trigger={trigger} change={change} />
    case 'cart_abandoned':
      return <Cart trigger={trigger} change={change} currency={currency} />
    case 'spend_milestone':
      return <Milestone trigger={trigger} change={change} currency={currency} />
    case 'win_back':
    case 'price_drop':
    case 'back_in_stock':
      return <Days trigger={trigger} change={change} />
    case 'custom_event':
      return <Custom trigger={trigger} change={change} />
    case 'broadcast':
      return null
  }
}

function Ahead({ trigger, change }: Part) {
  const { t } = useWords('compose')
  const isAhead = trigger.leadDays !== 0
  return (
    <Filled
      text={isAhead ? t('when.ahead') : t('when.on')}
      blanks={{
        how: (
          <ChoiceBlank
            label={t('when.aheadLabel')}
            value={isAhead ? 'ahead' : 'on'}
            onChange={(choice) => change({ leadDays: choice === 'on' ? 0 : 3 })}
            choices={[
              { value: 'on', label: t('when.onDay') },
              { value: 'ahead', label: t('when.daysBefore') },
            ]}
          />
        ),
        days: (
          <NumberBlank
            label={t('when.leadDays')}
            path="trigger.leadDays"
            value={trigger.leadDays}
            onChange={(leadDays) => change({ leadDays })}
          />
        ),
      }}
    />
  )
}

function delayBlanks({ trigger, change }: Part, t: ReturnType<typeof useWords<'compose'>>['t']) {
  return {
    delay: (
      <NumberBlank
        label={t('when.delay')}
        path="trigger.delayMinutes"
        value={trigger.delay}
        onChange={(delay) => change({ delay })}
      />
    ),
    unit: (
      <ChoiceBlank
        label={t('when.unit')}
        value={trigger.delayUnit}
        onChange={(delayUnit) => change({ delayUnit })}
        choices={(['minutes', 'hours', 'days'] as const).map((value) => ({ value, label: t(`unit.${value}`) }))}
      />
    ),
  }
}

function Later(part: Part) {
  const { t } = useWords('compose')
  return <Filled text={t('when.later')} blanks={delayBlanks(part, t)} />
}

function Cart(part: Part & { currency: string }) {
  const { t } = useWords('compose')
  const { trigger, change, currency } = part
  return (
    <Filled
      text={t('when.cart')}
      blanks={{
        ...delayBlanks(part, t),
        least: (
          <CurrencyNumber
            label={t('when.least')}
            path="trigger.minimumTotalMinor"
            currency={currency}
            value={trigger.least}
            onChange={(least) => change({ least })}
            placeholder={t('anything')}
          />
        ),
        category: (
          <TextBlank
            label={t('when.category')}
            path="trigger.category"
            value={trigger.category}
            onChange={(category) => change({ category })}
            placeholder={t('anyCategory')}
          />
        ),
      }}
    />
  )
}

function Milestone({ trigger, change, currency }: Part & { currency: string }) {
  const { t } = useWords('compose')
  const periods = ['lifetime', 'rolling', 'calendar_year'] as const
  return (
    <Filled
      text={trigger.period === 'rolling' ? t('when.milestoneRolling') : t('when.milestone')}
      blanks={{
        amount: (
          <CurrencyNumber
            label={t('when.threshold')}
            path="trigger.thresholdMinor"
            currency={currency}
            value={trigger.threshold}
            onChange={(threshold) => change({ threshold })}
          />
        ),
        period: (
          <ChoiceBlank
            label={t('when.period')}
            path="trigger.period"
            value={trigger.period}
            onChange={(period) => change({ period })}
            choices={periods.map((value) => ({ value, label: t(`period.${value}`) }))}
          />
        ),
        days: (
          <NumberBlank
            label={t('when.periodDays')}
            path="trigger.period.days"
            value={trigger.periodDays}
            onChange={(periodDays) => change({ periodDays })}
          />
        ),
        repeats: (
          <ChoiceBlank
            label={t('when.repeats')}
            path="trigger.repeats"
            value={trigger.repeats ? 'yes' : 'no'}
            onChange={(choice) => change({ repeats: choice === 'yes' })}
            choices={[
              { value: 'no', label: t('when.once') },
              { value: 'yes', label: t('when.again') },
            ]}
          />
        ),
      }}
    />
  )
}

function Days({ trigger, change }: Part) {
  const { t } = useWords('compose')
  const text = { win_back: t('when.winBack'), price_drop: t('when.priceDrop') }[
    trigger.kind as 'win_back' | 'price_drop'
  ]
  return (
    <Filled
      text={text ?? t('when.backInStock')}
      blanks={{
        days: (
          <NumberBlank
            label={t('when.daysSince')}
            path="trigger.days"
            value={trigger.days}
            onChange={(days) => change({ days })}
          />
        ),
        percent: (
          <NumberBlank
            label={t('when.drop')}
            path="trigger.minimumBps"
            value={trigger.drop}
            onChange={(drop) => change({ drop })}
            decimals={2}
            suffix="%"
          />
        ),
        within: (
          <NumberBlank
            label={t('when.within')}
            path="trigger.withinDays"
            value={trigger.withinDays}
            onChange={(withinDays) => change({ withinDays })}
          />
        ),
      }}
    />
  )
}

const compared = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in'] as const

function Custom({ trigger, change }: Part) {
  const { t } = useWords('compose')
  const where = (at: number, part: Partial<WhereDraft>) =>
    change({ where: trigger.where.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return (
    <>
      <Filled
        text={t('when.custom')}
        blanks={{
          name: (
            <TextBlank
              label={t('when.event')}
              path="trigger.name"
              value={trigger.event}
              onChange={(event) => change({ event: event.toLowerCase().replace(/\s+/g, '_') })}
              placeholder="review_written"
            />
          ),
        }}
      />
      {trigger.where.map((one, at) => (
        <Filled
          // biome-ignore lint/suspicious/noArrayIndexKey: the questions have no name but their place
          key={at}
          text={t('when.where')}
          blanks={{
            key: (
              <TextBlank
                label={t('when.whereKey')}
                path={`trigger.where.${at}.key`}
                value={one.key}
                onChange={(key) => where(at, { key })}
                placeholder="stars"
              />
            ),
            op: (
              <ChoiceBlank
                label={t('when.whereOp')}
                value={one.op}
                onChange={(op) => where(at, { op })}
                choices={compared.map((value) => ({ value, label: t(`op.${value}`) }))}
              />
            ),
            value: (
              <TextBlank
                label={t('when.whereValue')}
                path={`trigger.where.${at}.value`}
                value={one.value}
                onChange={(value) => where(at, { value })}
                placeholder="5"
              />
            ),
            remove: (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                onClick={() => change({ where: trigger.where.filter((_, index) => index !== at) })}
              >
                {t('remove')}
              </Button>
            ),
          }}
        />
      ))}
      <Button
        variant="default"
        size="compact-sm"
        className={css.add}
        leftSection={<Plus size={14} />}
        onClick={() => change({ where: [...trigger.where, { key: '', op: 'eq', value: '' }] })}
      >
        {t('when.addWhere')}
      </Button>
    </>
  )
}
