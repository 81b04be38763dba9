// A list that is there as a whole, drawn as the lists with cursors are.
import css from '../../../ui/cursor-table.module.css'
import type { Column } from '../../../ui/cursor-table.tsx'

interface ListProps<T> {
  caption: string
  rows: readonly T[]
  rowKey: (row: T) => string
  columns: readonly Column<T>[]
}

export function List<T>({ caption, rows, rowKey, columns }: ListProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: no region of its own beside the panel of the same name
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className={css.scroll} tabIndex={0} aria-label={caption}>
      <table className={css.list}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head }) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ head, cell }, index) =>
                index === 0 ? (
                  <th key={head} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head}>{cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
