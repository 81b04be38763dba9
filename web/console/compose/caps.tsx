// The rules one rarely needs: what may go in a day and to one customer, and which codes an order may use together.
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { useWords } from '../words.ts'
import type { CapsDraft } from './caps-draft.ts'
import type { StepProps } from './step.tsx'
import { Filled } from './step.tsx'
import { CurrencyNumber } from './words-of-money.tsx'

type Amounts = 'dayLimit' | 'customerLimit'
type Counts = 'dayCount' | 'customerCount'

export function Caps({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const amount = (field: Amounts, path: string, label: string) => (
    <CurrencyNumber
      label={label}
      path={`budget.${path}.limitMinor`}
      currency={draft.currency}
      value={draft[field]}
      onChange={(typed) => set({ [field]: typed } as Pick<CapsDraft, Amounts>)}
      placeholder={t('anything')}
    />
  )
  const uses = (field: Counts, path: string, label: string) => (
    <NumberBlank
      label={label}
      path={`budget.${path}.count`}
      value={draft[field]}
      onChange={(typed) => set({ [field]: typed } as Pick<CapsDraft, Counts>)}
      placeholder={t('any')}
      width={7}
    />
  )
  return (
    <Filled
      text={t('caps.sentence')}
      blanks={{
        dayLimit: amount('dayLimit', 'perDay', t('caps.dayLimit')),
        dayCount: uses('dayCount', 'perDay', t('caps.dayCount')),
        customerLimit: amount('customerLimit', 'perCustomer', t('caps.customerLimit')),
        customerCount: uses('customerCount', 'perCustomer', t('caps.customerCount')),
        short: (
          <ChoiceBlank
            label={t('caps.short')}
            path="budget.whenShort"
            value={draft.whenShort}
            onChange={(whenShort) => set({ whenShort })}
            choices={[
              { value: 'refuse', label: t('caps.refuse') },
              { value: 'cap', label: t('caps.cut') },
            ]}
          />
        ),
      }}
    />
  )
}

export function Beside({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  return (
    <Filled
      text={draft.beside === 'group' ? t('beside.group') : t('beside.sentence')}
      blanks={{
        how: (
          <ChoiceBlank
            label={t('beside.how')}
            path="stacking.mode"
            value={draft.beside}
            onChange={(beside) => set({ beside })}
            choices={(['combines', 'group', 'exclusive'] as const).map((value) => ({
              value,
              label: t(`beside.${value}Word`),
            }))}
          />
        ),
        group: (
          <TextBlank
            label={t('beside.groupLabel')}
            path="stacking.group"
            value={draft.group}
            onChange={(group) => set({ group: group.toLowerCase().replace(/\s+/g, '_') })}
            placeholder={t('beside.groupExample')}
          />
        ),
        rank: (
          <NumberBlank
            label={t('beside.rank')}
            path="stacking.rank"
            value={draft.rank}
            onChange={(rank) => set({ rank })}
            placeholder="500"
            width={7}
          />
        ),
      }}
    />
  )
}
