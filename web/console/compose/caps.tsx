// The rules one rarely needs: what may go in a day and to one customer, and which codes an order may use together.
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import type { StepProps } from './step.tsx'
import { Sentence, Stop } from './step.tsx'
import { CurrencyNumber } from './words-of-money.tsx'

export function Caps({ draft, set }: StepProps) {
  return (
    <Sentence>
      In one day at most
      <CurrencyNumber
        label="Most in one day"
        path="budget.perDay.limitMinor"
        currency={draft.currency}
        value={draft.dayLimit}
        onChange={(dayLimit) => set({ dayLimit })}
        placeholder="anything"
      />
      in
      <NumberBlank
        label="Most redemptions in one day"
        path="budget.perDay.count"
        value={draft.dayCount}
        onChange={(dayCount) => set({ dayCount })}
        placeholder="any"
        width={7}
      />
      redemptions; for one customer in all at most
      <CurrencyNumber
        label="Most for one customer"
        path="budget.perCustomer.limitMinor"
        currency={draft.currency}
        value={draft.customerLimit}
        onChange={(customerLimit) => set({ customerLimit })}
        placeholder="anything"
      />
      in
      <NumberBlank
        label="Most redemptions for one customer"
        path="budget.perCustomer.count"
        value={draft.customerCount}
        onChange={(customerCount) => set({ customerCount })}
        placeholder="any"
        width={7}
      />
      redemptions. What no limit covers in full is
      <ChoiceBlank
        label="When money is short"
        path="budget.whenShort"
        value={draft.whenShort}
        onChange={(whenShort) => set({ whenShort })}
        choices={[
          { value: 'refuse', label: 'refused' },
          { value: 'cap', label: 'cut to what is left' },
        ]}
      />
      <Stop>.</Stop>
    </Sentence>
  )
}

export function Beside({ draft, set }: StepProps) {
  return (
    <Sentence>
      On one order the code
      <ChoiceBlank
        label="With which other codes"
        path="stacking.mode"
        value={draft.beside}
        onChange={(beside) => set({ beside })}
        choices={[
          { value: 'combines', label: 'combines with others' },
          { value: 'group', label: 'combines, one of a group' },
          { value: 'exclusive', label: 'stands alone' },
        ]}
      />
      {draft.beside === 'group' && (
        <>
          <Stop>, the group being</Stop>
          <TextBlank
            label="Group of codes"
            path="stacking.group"
            value={draft.group}
            onChange={(group) => set({ group: group.toLowerCase().replace(/\s+/g, '_') })}
            placeholder="spring"
          />
        </>
      )}
      <Stop>; its turn among them is</Stop>
      <NumberBlank
        label="Rank: lower ones have their turn earlier"
        path="stacking.rank"
        value={draft.rank}
        onChange={(rank) => set({ rank })}
        placeholder="500"
        width={7}
      />
      <Stop>. Gift cards go with everything and pay last.</Stop>
    </Sentence>
  )
}
