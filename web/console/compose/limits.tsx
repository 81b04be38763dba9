// Steps four and five: what it may cost in all, how long vouchers live, and the rules one rarely needs.
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { Beside, Caps } from './caps.tsx'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Sentence, Step, Stop } from './step.tsx'
import { CurrencyNumber, currencies } from './words-of-money.tsx'

export function Limits({ draft, set }: StepProps) {
  return (
    <Step
      number={4}
      title="Within which budget"
      path="budget"
      hint="The limit holds whatever happens: no voucher is redeemed that it does not cover."
    >
      <Sentence>
        Spend at most
        <CurrencyNumber
          label="Budget limit"
          path="budget.limitMinor"
          currency={draft.currency}
          value={draft.limit}
          onChange={(limit) => set({ limit })}
        />
        <ChoiceBlank
          label="Currency"
          path="budget.currency"
          value={draft.currency}
          onChange={(currency) => set({ currency })}
          choices={currencies(draft.currency)}
        />
        in all, set aside
        <ChoiceBlank
          label="When money is set aside"
          path="budget.mode"
          value={draft.mode}
          onChange={(mode) => set({ mode })}
          choices={[
            { value: 'guaranteed', label: 'when a voucher is issued' },
            { value: 'at_redemption', label: 'when it is redeemed' },
          ]}
        />
        <Stop>
          {draft.mode === 'guaranteed'
            ? ', so that every voucher is sure to be paid.'
            : ', so that more can be issued, first come, first served.'}
        </Stop>
      </Sentence>
      <details className={css.more}>
        <summary>Limits per day and per customer</summary>
        <Caps draft={draft} set={set} />
      </details>
    </Step>
  )
}

export function Validity({ draft, set }: StepProps) {
  return (
    <Step
      number={5}
      title="For how long"
      path="validity"
      also={['minimumOrderMinor', 'frequency', 'redeemableBy', 'stacking', 'startsAt', 'endsAt']}
    >
      <Sentence>
        A voucher is valid
        <ChoiceBlank
          label="How validity is told"
          value={draft.validFor}
          onChange={(validFor) => set({ validFor })}
          choices={[
            { value: 'days', label: 'for some days' },
            { value: 'until', label: 'until a date' },
          ]}
        />
        {draft.validFor === 'days' ? (
          <>
            <Stop>:</Stop> <DaysBlank draft={draft} set={set} /> after it is issued, to the end of that day.
          </>
        ) : (
          <>
            <Stop>:</Stop> <UntilBlank draft={draft} set={set} /> inclusive.
          </>
        )}
      </Sentence>
      <details className={css.more}>
        <summary>More rules</summary>
        <Rules draft={draft} set={set} />
        <Beside draft={draft} set={set} />
      </details>
    </Step>
  )
}

function DaysBlank({ draft, set }: StepProps) {
  return (
    <NumberBlank
      label="Days a voucher is valid"
      path="validity.days"
      value={draft.days}
      onChange={(days) => set({ days })}
      suffix={Number(draft.days) === 1 ? ' day' : ' days'}
    />
  )
}

function UntilBlank({ draft, set }: StepProps) {
  return (
    <TextBlank
      type="date"
      label="Last day a voucher is valid"
      path="validity.until"
      value={draft.until}
      onChange={(until) => set({ until })}
      width={16}
    />
  )
}

function Rules({ draft, set }: StepProps) {
  return (
    <Sentence>
      The order must be worth at least
      <CurrencyNumber
        label="Smallest order"
        path="minimumOrderMinor"
        currency={draft.currency}
        value={draft.minimumOrder}
        onChange={(minimumOrder) => set({ minimumOrder })}
        placeholder="anything"
      />
      <Stop>. Nobody gets more than</Stop>
      <NumberBlank
        label="Most vouchers for one customer"
        path="frequency.max"
        value={draft.capMax}
        onChange={(capMax) => set({ capMax })}
        placeholder="any"
        width={7}
      />
      vouchers within
      <NumberBlank
        label="Within how many days"
        path="frequency.withinDays"
        value={draft.capDays}
        onChange={(capDays) => set({ capDays })}
        suffix=" days"
      />
      <Stop>. The code works for</Stop>
      <ChoiceBlank
        label="Who may redeem"
        path="redeemableBy"
        value={draft.redeemableBy}
        onChange={(redeemableBy) => set({ redeemableBy })}
        choices={[
          { value: 'anyone', label: 'anyone who has it' },
          { value: 'recipient', label: 'the recipient only' },
        ]}
      />
      <Stop>.</Stop>
    </Sentence>
  )
}
