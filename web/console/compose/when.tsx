// Step one: the occasion.
import { ChoiceBlank, NumberBlank } from '../../ui/blank.tsx'
import type { TriggerDraft } from './draft.ts'
import type { StepProps } from './step.tsx'
import { Sentence, Step } from './step.tsx'
import { CurrencyNumber, zones } from './words-of-money.tsx'

const hints: Record<TriggerDraft['kind'], string> = {
  birthday:
    'The day is taken in the customer’s own time zone where it is known. Whoever was born on 29 February celebrates on 28 February in common years.',
  cart_abandoned: 'An order that comes in the meantime stops it. Each cart counts once.',
  spend_milestone: 'All orders so far count, refunds are subtracted. Each customer crosses the mark once.',
}

export function When({ draft, set }: StepProps) {
  const { trigger } = draft
  const change = (part: Partial<TriggerDraft>) => set({ trigger: { ...trigger, ...part } })
  return (
    <Step number={1} title="When" path="trigger" also={['timeZone']} hint={hints[trigger.kind]}>
      <Sentence>
        {trigger.kind === 'birthday' && <Birthday trigger={trigger} change={change} />}
        {trigger.kind === 'cart_abandoned' && <Cart trigger={trigger} change={change} currency={draft.currency} />}
        {trigger.kind === 'spend_milestone' && (
          <Milestone trigger={trigger} change={change} currency={draft.currency} />
        )}
        {' Days are counted in '}
        <ChoiceBlank
          label="Time zone of the campaign"
          path="timeZone"
          value={draft.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          choices={zones(draft.timeZone)}
        />
      </Sentence>
    </Step>
  )
}

interface Part {
  trigger: TriggerDraft
  change: (part: Partial<TriggerDraft>) => void
}

function Birthday({ trigger, change }: Part) {
  const isAhead = trigger.leadDays !== 0
  return (
    <>
      Give it
      <ChoiceBlank
        label="On the birthday, or ahead of it"
        value={isAhead ? 'ahead' : 'on'}
        onChange={(choice) => change({ leadDays: choice === 'on' ? 0 : 3 })}
        choices={[
          { value: 'on', label: 'on the day of' },
          { value: 'ahead', label: 'some days before' },
        ]}
      />
      {isAhead && (
        <>
          (
          <NumberBlank
            label="Days before the birthday"
            path="trigger.leadDays"
            value={trigger.leadDays}
            onChange={(leadDays) => change({ leadDays })}
          />
          ){' '}
        </>
      )}
      a customer’s birthday.
    </>
  )
}

function Cart({ trigger, change, currency }: Part & { currency: string }) {
  return (
    <>
      Give it
      <NumberBlank
        label="Time after the cart was left"
        path="trigger.delayMinutes"
        value={trigger.delay}
        onChange={(delay) => change({ delay })}
      />
      <ChoiceBlank
        label="Unit of that time"
        value={trigger.delayUnit}
        onChange={(delayUnit) => change({ delayUnit })}
        choices={[
          { value: 'minutes', label: 'minutes' },
          { value: 'hours', label: 'hours' },
          { value: 'days', label: 'days' },
        ]}
      />
      after a cart was left with at least
      <CurrencyNumber
        label="Least worth of the cart"
        path="trigger.minimumTotalMinor"
        currency={currency}
        value={trigger.least}
        onChange={(least) => change({ least })}
        placeholder="anything"
      />
      in it.
    </>
  )
}

function Milestone({ trigger, change, currency }: Part & { currency: string }) {
  return (
    <>
      Give it once a customer has spent
      <CurrencyNumber
        label="Spent in all"
        path="trigger.thresholdMinor"
        currency={currency}
        value={trigger.threshold}
        onChange={(threshold) => change({ threshold })}
      />
      with you.
    </>
  )
}
