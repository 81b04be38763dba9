// A list that is there as a whole, drawn as the lists with cursors are.
import css from '../../../ui/cursor-table.module.css'
import { type Column, Row } from '../../../ui/cursor-table.tsx'

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
      {/* biome-ignore lint/a11y/noRedundantRoles: rows that stand as cards on a small screen would lose them */}
      <table className={css.list} role="table" aria-label={caption}>
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <thead role="rowgroup">
          {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
          <tr role="row">
            {columns.map(({ head, isNumber }) => (
              // biome-ignore lint/a11y/noRedundantRoles: see above
              <th key={head} scope="col" role="columnheader" data-number={isNumber || undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={rowKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  )
}
