// What each column of a file means, as it was guessed and as somebody confirms it, with the first rows as they would be read.
import { Select } from '@mantine/core'
import type { ReplyOf } from '#shared/api.ts'
import table from '../../../ui/cursor-table.module.css'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'

export type Columns = ReplyOf<'guessImport'>['columns']
const cellStyles = ['plain', 'decimal', 'decimal_comma', 'day_dmy', 'day_mdy'] as const

interface Props {
  guess: ReplyOf<'guessImport'>
  columns: Columns
  onChange: (columns: Columns) => void
}

export function ColumnsTable({ guess, columns, onChange }: Props) {
  const { t } = useWords('delivery')
  const leftOut = { value: '', label: t('imports.leftOut') }
  const fields = [leftOut, ...guess.fields.map((field) => ({ value: field, label: field }))]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={table.scroll} tabIndex={0} aria-label={t('imports.columns')}>
      <table className={table.list}>
        <caption>{t('imports.columns')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('imports.column')}</th>
            <th scope="col">{t('imports.means')}</th>
            <th scope="col">{t('imports.written')}</th>
            <th scope="col">{t('imports.example')}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(columns).map(([name, column]) => (
            <tr key={name}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td>
                <Select
                  aria-label={t('imports.meansOf', { name })}
                  value={column.field ?? ''}
                  allowDeselect={false}
                  data={column.field?.startsWith('attributes.') ? [...fields, column.field] : fields}
                  onChange={(field) => onChange({ ...columns, [name]: { ...column, field: field || null } })}
                />
              </td>
              <td>
                <Select
                  aria-label={t('imports.writtenOf', { name })}
                  value={column.as}
                  allowDeselect={false}
                  data={cellStyles.map((one) => ({ value: one, label: t(`cells.${one}`) }))}
                  onChange={(as) =>
                    onChange({ ...columns, [name]: { ...column, as: cellStyles.find((one) => one === as) ?? 'plain' } })
                  }
                />
              </td>
              <td>
                <bdi className={css.name}>{exampleOf(guess, name)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** As the guess reads it: under the field that it was guessed to be. */
function exampleOf({ columns, rows }: Props['guess'], name: string): string {
  const field = columns[name]?.field
  if (!field) return ''
  const path = field.split('.')
  const found = rows.map((row) => path.reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], row))
  return String(found.find((value) => value !== undefined && value !== null) ?? '')
}
