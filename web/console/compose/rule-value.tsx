// The value of a condition, asked for by the kind that its operator wants.
import { MultiSelect, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { countries } from '../../ui/countries.ts'
import { useWords } from '../words.ts'
import type { RuleOp, Value } from './rule.ts'
import { minorOf, type Typed, typedOf, wholeOf } from './typed.ts'
import { CurrencyNumber } from './words-of-money.tsx'

interface ValueProps {
  label: string
  path: string
  op: RuleOp
  isMoney: boolean
  currency: string
  value: Value
  onChange: (value: Value) => void
}

export function RuleValue(props: ValueProps) {
  const { op } = props
  if (op.value === 'none') return null
  if (op.isList) return <ListValue {...props} />
  if (op.value === 'number') return <NumberValue {...props} />
  return <OneValue {...props} />
}

function OneValue({ label, path, op, value, onChange }: ValueProps) {
  const { t } = useWords('compose')
  if (op.value === 'boolean') {
    return (
      <ChoiceBlank
        label={label}
        path={path}
        value={value === false ? 'no' : 'yes'}
        onChange={(choice) => onChange(choice === 'yes')}
        choices={[
          { value: 'yes', label: t('yes') },
          { value: 'no', label: t('no') },
        ]}
      />
    )
  }
  const text = value === undefined ? '' : String(value)
  const take = (typed: string) => onChange(typed === '' ? undefined : typed)
  if (op.value === 'country') {
    const choices = [{ value: '', label: t('choose') }, ...countries()]
    return <ChoiceBlank label={label} path={path} value={text} onChange={take} choices={choices} />
  }
  if (op.value === 'day') {
    return <TextBlank type="date" label={label} path={path} value={text} onChange={take} width={16} />
  }
  const isMonthDay = op.value === 'month_day'
  return (
    <TextBlank label={label} path={path} value={text} onChange={take} placeholder={isMonthDay ? '12-31' : t('value')} />
  )
}

/** What is typed stays as it is typed; the rule gets the number. */
function NumberValue({ label, path, isMoney, currency, value, onChange }: ValueProps) {
  const known = typeof value === 'number' ? value : undefined
  const [typed, setTyped] = useState<Typed>(isMoney ? typedOf(known, currency) : (known ?? ''))
  const take = (next: Typed) => {
    setTyped(next)
    onChange(isMoney ? minorOf(next, currency) : wholeOf(next))
  }
  const blank = { label, path, value: typed, onChange: take }
  return isMoney ? <CurrencyNumber {...blank} currency={currency} /> : <NumberBlank {...blank} decimals={6} width={8} />
}

function ListValue({ label, path, op, value, onChange }: ValueProps) {
  const { t } = useWords('compose')
  const listed = Array.isArray(value) ? value.map(String) : []
  if (op.value === 'country') {
    return (
      <MultiSelect
        id={`field-${path.replaceAll('.', '-')}`}
        aria-label={label}
        data={countries()}
        value={listed}
        onChange={onChange}
        searchable
        miw="14rem"
        placeholder={listed.length === 0 ? t('choose') : ''}
      />
    )
  }
  const take = (next: string[]) =>
    onChange(op.value === 'number' ? next.map(Number).filter((one) => Number.isFinite(one)) : next)
  return <TagsInput aria-label={label} value={listed} onChange={take} miw="14rem" placeholder={t('typeAndEnter')} />
}
