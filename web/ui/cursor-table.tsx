// A list as a table, fetched page by page: waiting, failing, empty, and a button for what comes after.
import { Button } from '@mantine/core'
import type { InfiniteData } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CursorPage } from '../api/by-cursor.ts'
import { useWords } from '../console/words.ts'
import { Answer } from './answer.tsx'
import css from './cursor-table.module.css'

export interface Column<T> {
  head: string
  cell: (row: T) => ReactNode
  /** Figures stand at the end of their cells. */
  isNumber?: boolean
}
interface CursorTableProps<T> {
  /** Names the table for readers of the screen. */
  caption: string
  /** What `useInfiniteQuery(byCursor(…))` gives. */
  of: {
    data: InfiniteData<CursorPage<T>> | undefined
    error: unknown
    refetch: () => unknown
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => unknown
  }
  rowKey: (row: T) => string
  /** The first names the row. */
  columns: readonly Column<T>[]
  /** Stands in place of the table when there is nothing: teach with one action. */
  empty: ReactNode
}

export function CursorTable<T>({ of, empty, ...table }: CursorTableProps<T>) {
  const { t } = useWords('shell')
  return (
    <Answer of={of}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.data)
        if (rows.length === 0) return empty
        return (
          <>
            <Rows rows={rows} {...table} />
            {of.hasNextPage && (
              <Button variant="default" mt="md" onClick={() => of.fetchNextPage()} loading={of.isFetchingNextPage}>
                {t('more')}
              </Button>
            )}
          </>
        )
      }}
    </Answer>
  )
}

type RowsProps<T> = Pick<CursorTableProps<T>, 'caption' | 'rowKey' | 'columns'> & { rows: readonly T[] }

function Rows<T>({ caption, rowKey, columns, rows }: RowsProps<T>) {
  const { t } = useWords('shell')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('tableOf', { caption })}>
      <table className={css.list}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, isNumber }) => (
              <th key={head} scope="col" data-number={isNumber || undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ head, cell, isNumber }, index) =>
                index === 0 ? (
                  <th key={head} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} data-number={isNumber || undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
