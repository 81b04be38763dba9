// A list as a table, fetched page by page: waiting, failing, empty; what is far from the screen is not drawn, and on a long list the
// next page comes when its end comes near. The button for what comes after stays, for the keyboard and readers of the screen.
import { Button } from '@mantine/core'
import type { InfiniteData } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CursorPage } from '../api/by-cursor.ts'
import { useWords } from '../console/words.ts'
import { Answer } from './answer.tsx'
import css from './cursor-table.module.css'
import { Defined } from './defined.tsx'
import { useKeptPlace } from './list-place.ts'
import { useNear, useStretch } from './stretch.ts'

/** Nothing for a list's beginning. */
export const cursorAsText = (cursor: unknown): string => (typeof cursor === 'string' ? cursor : '')

export interface Column<T> {
  head: string
  /** What the head means. */
  means?: string | undefined
  cell: (row: T) => ReactNode
  /** Figures stand at the end of their cells. */
  isNumber?: boolean
}

/** What `useInfiniteQuery(byCursor(…))` gives. */
export interface CursorList<T> {
  data: InfiniteData<CursorPage<T>> | undefined
  error: unknown
  refetch: () => unknown
  hasNextPage: boolean
  isFetching: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError?: boolean
  fetchNextPage: () => unknown
}
/** Of a list that is the page's own: where it begins, and the way to its beginning (`useListStart`). */
export interface ListStart {
  from: string | null
  restart: () => void
}

interface CursorTableProps<T> {
  /** Names the table for readers of the screen. */
  caption: string
  of: CursorList<T>
  rowKey: (row: T) => string
  /** The first names the row. */
  columns: readonly Column<T>[]
  /** Stands in place of the table when there is nothing: teach with one action. */
  empty: ReactNode
  /** Given for the one long list of a page: it goes on by itself, and its place stands in the address. */
  start?: ListStart
}

export function CursorTable<T>({ of, empty, start, ...table }: CursorTableProps<T>) {
  return (
    <Answer of={of}>
      {({ pages, pageParams }) => {
        if (pages.every((page) => page.data.length === 0)) return empty
        return (
          <>
            {start && <FromTheMiddle start={start} />}
            <Rows pages={pages} cursors={pageParams} {...table} />
            <More of={of} isLong={start !== undefined} />
          </>
        )
      }}
    </Answer>
  )
}

/** Says that rows come before these, and leads to them. */
export function FromTheMiddle({ start: { from, restart } }: { start: ListStart }) {
  const { t } = useWords('shell')
  if (from === null) return null
  return (
    <p className={css.middle}>
      {t('list.middle')}{' '}
      <Button variant="default" size="compact-sm" onClick={restart}>
        {t('list.restart')}
      </Button>
    </p>
  )
}

/** The way to what comes after; with `isLong` it is taken as soon as it comes near. */
export function More<T>({ of, isLong, label }: { of: CursorList<T>; isLong: boolean; label?: string }) {
  const { t } = useWords('shell')
  const pages = of.data?.pages ?? []
  useKeptPlace(isLong)
  // A page may be empty where a rare state is looked for: whether to look further is for the reader to say.
  const mayGoOn = isLong && !of.isFetching && of.isFetchNextPageError !== true && pages.at(-1)?.data.length !== 0
  const near = useNear<HTMLDivElement>(
    () => mayGoOn && of.hasNextPage && of.fetchNextPage(),
    `${pages.length} ${mayGoOn}`,
  )
  return (
    <div ref={near}>
      {of.hasNextPage && (
        <Button variant="default" mt="md" onClick={() => of.fetchNextPage()} loading={of.isFetchingNextPage}>
          {label ?? t('more')}
        </Button>
      )}
    </div>
  )
}

type RowsProps<T> = Pick<CursorTableProps<T>, 'caption' | 'rowKey' | 'columns'> & {
  pages: readonly CursorPage<T>[]
  cursors: readonly unknown[]
}

/** Roles are said again, because rows that stand as cards on a small screen would lose them. */
function Rows<T>({ caption, rowKey, columns, pages, cursors }: RowsProps<T>) {
  const { t } = useWords('shell')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('tableOf', { caption })}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table className={css.list} role="table" aria-label={caption}>
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <thead role="rowgroup">
          {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
          <tr role="row">
            {columns.map(({ head, means, isNumber }) => (
              // biome-ignore lint/a11y/noRedundantRoles: see above
              <th key={head} scope="col" role="columnheader" data-number={isNumber || undefined}>
                {means === undefined ? head : <Defined means={means}>{head}</Defined>}
              </th>
            ))}
          </tr>
        </thead>
        {pages.map(({ data }, index) => {
          const first = data[0]
          if (first === undefined) return null
          const name = rowKey(first)
          return (
            <PageOfRows
              key={name}
              name={name}
              cursor={cursorAsText(cursors[index])}
              rows={data}
              rowKey={rowKey}
              columns={columns}
            />
          )
        })}
      </table>
    </section>
  )
}

interface PageOfRowsProps<T> extends Pick<CursorTableProps<T>, 'rowKey' | 'columns'> {
  name: string
  cursor: string
  rows: readonly T[]
}

function PageOfRows<T>({ name, cursor, rows, rowKey, columns }: PageOfRowsProps<T>) {
  const { ref, height } = useStretch<HTMLTableSectionElement>(name)
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <tbody ref={ref} role="rowgroup" data-from={cursor}>
      {height !== null ? (
        <tr>
          <td colSpan={columns.length} style={{ blockSize: height, padding: 0 }} />
        </tr>
      ) : (
        rows.map((row) => <Row key={rowKey(row)} row={row} columns={columns} />)
      )}
    </tbody>
  )
}

/** On a small screen each cell stands beside its column's name. */
export function Row<T>({ row, columns }: { row: T; columns: readonly Column<T>[] }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <tr role="row">
      {columns.map(({ head, cell, isNumber }, index) =>
        index === 0 ? (
          // biome-ignore lint/a11y/noRedundantRoles: see above
          <th key={head} scope="row" role="rowheader">
            {cell(row)}
          </th>
        ) : (
          // biome-ignore lint/a11y/noRedundantRoles: see above
          <td key={head} role="cell" data-head={head} data-number={isNumber || undefined}>
            <div>{cell(row)}</div>
          </td>
        ),
      )}
    </tr>
  )
}
