// The blanks of a sentence: inputs that sit in running text, each with its own spoken name; a refused one looks so.
import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import css from './blank.module.css'
import { useField } from './reasons.tsx'

interface Blank {
  /** The spoken name; the sentence around it is only for the eye. */
  label: string
  /** Where in the body it is sent, so that a refusal can lead here: `budget.limitMinor`. */
  path?: string
}

interface NumberBlankProps extends Blank {
  value: number | string
  onChange: (value: number | string) => void
  min?: number
  max?: number
  decimals?: number
  prefix?: string
  suffix?: string
  width?: number
  placeholder?: string
}

export function NumberBlank(props: NumberBlankProps) {
  const { label, path, decimals = 0, width, prefix, suffix, ...rest } = props
  const length = String(rest.value === '' ? (rest.placeholder ?? '') : rest.value).length
  return (
    <NumberInput
      {...rest}
      {...useField(path)}
      {...(prefix === undefined ? {} : { prefix })}
      {...(suffix === undefined ? {} : { suffix })}
      aria-label={label}
      hideControls
      allowNegative={false}
      allowDecimal={decimals > 0}
      decimalScale={decimals}
      thousandSeparator=","
      clampBehavior="none"
      classNames={{ root: css.root, input: css.input, wrapper: css.wrapper }}
      style={{ inlineSize: `${width ?? length + (prefix?.length ?? 0) + (suffix?.length ?? 0) + 3}ch` }}
    />
  )
}

interface ChoiceBlankProps<T extends string> extends Blank {
  value: T
  onChange: (value: T) => void
  choices: { value: T; label: string }[]
}

export function ChoiceBlank<T extends string>({ label, path, value, onChange, choices }: ChoiceBlankProps<T>) {
  const length = choices.find((choice) => choice.value === value)?.label.length ?? 8
  return (
    <NativeSelect
      {...useField(path)}
      aria-label={label}
      value={value}
      data={choices}
      onChange={(event) => {
        const picked = choices.find((choice) => choice.value === event.currentTarget.value)
        if (picked) onChange(picked.value)
      }}
      classNames={{ root: css.root, input: css.select, wrapper: css.wrapper }}
      style={{ inlineSize: `${length + 5}ch` }}
    />
  )
}

interface TextBlankProps extends Blank {
  value: string
  onChange: (value: string) => void
  placeholder?: string
  width?: number
  type?: 'text' | 'date' | 'time'
}

export function TextBlank({ label, path, value, onChange, placeholder, width, type = 'text' }: TextBlankProps) {
  return (
    <TextInput
      {...useField(path)}
      type={type}
      aria-label={label}
      value={value}
      placeholder={placeholder}
      onChange={(event) => onChange(event.currentTarget.value)}
      classNames={{ root: css.root, input: css.input, wrapper: css.wrapper }}
      style={{ inlineSize: `${width ?? Math.max(value.length, placeholder?.length ?? 0, 6) + 3}ch` }}
    />
  )
}
