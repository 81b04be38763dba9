// A table of words, its cells given as they stand; drawn as all lists are, so that on a small screen its rows are cards.
import type { ReactNode } from 'react'
import { List } from '../customers/list.tsx'

interface GridProps {
  caption: string
  head: string[]
  /** The first cell names its row. */
  rows: { key: string; cells: ReactNode[] }[]
}

export function Grid({ caption, head, rows }: GridProps) {
  const columns = head.map((one, i) => ({ head: one, cell: ({ cells }: GridProps['rows'][number]) => cells[i] }))
  return <List caption={caption} rows={rows} rowKey={({ key }) => key} columns={columns} />
}
