// The blanks of a sentence: inputs that sit in running text, each with its own spoken name and, when refused, its reason.
import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import css from './blank.module.css'

interface Blank {
  /** The spoken name; the sentence around it is only for the eye. */
  label: string
  /** Where in the body it is sent, so that a refusal can lead here: `budget.limitMinor`. */
  path?: string
  error?: string | undefined
}

const pathId = (path: string | undefined) => (path === undefined ? {} : { id: fieldId(path) })
/** The id of the field for a path of the body. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll('.', '-')}`
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
  const { label, path, error, decimals = 0, width, prefix, suffix, ...rest } = props
  const length = String(rest.value === '' ? (rest.placeholder ?? '') : rest.value).length
  return (
    <NumberInput
      {...rest}
      {...pathId(path)}
      {...(prefix === undefined ? {} : { prefix })}
      {...(suffix === undefined ? {} : { suffix })}
      aria-label={label}
      error={error}
      hideControls
      allowNegative={false}
      allowDecimal={decimals > 0}
      decimalScale={decimals}
      thousandSeparator=","
      clampBehavior="none"
      classNames={{ root: css.root, input: css.input, wrapper: css.wrapper, error: css.error }}
      style={{ inlineSize: `${width ?? length + (prefix?.length ?? 0) + (suffix?.length ?? 0) + 3}ch` }}
    />
  )
}

interface ChoiceBlankProps<T extends string> extends Blank {
  value: T
  onChange: (value: T) => void
  choices: { value: T; label: string }[]
}

export function ChoiceBlank<T extends string>({ label, path, error, value, onChange, choices }: ChoiceBlankProps<T>) {
  const length = choices.find((choice) => choice.value === value)?.label.length ?? 8
  return (
    <NativeSelect
      {...pathId(path)}
      aria-label={label}
      error={error}
      value={value}
      data={choices}
      onChange={(event) => {
        const picked = choices.find((choice) => choice.value === event.currentTarget.value)
        if (picked) onChange(picked.value)
      }}
      classNames={{ root: css.root, input: css.select, wrapper: css.wrapper, error: css.error }}
      style={{ inlineSize: `${length + 5}ch` }}
    />
  )
}

interface TextBlankProps extends Blank {
  value: string
  onChange: (value: string) => void
  placeholder?: string
  width?: number
  type?: 'text' | 'date'
}

export function TextBlank({ label, path, error, value, onChange, placeholder, width, type = 'text' }: TextBlankProps) {
  return (
    <TextInput
      {...pathId(path)}
      type={type}
      aria-label={label}
      error={error}
      value={value}
      placeholder={placeholder}
      onChange={(event) => onChange(event.currentTarget.value)}
      classNames={{ root: css.root, input: css.input, wrapper: css.wrapper, error: css.error }}
      style={{ inlineSize: `${width ?? Math.max(value.length, placeholder?.length ?? 0, 6) + 3}ch` }}
    />
  )
}
