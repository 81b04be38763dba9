// The lines of an import that were left out, each with its column and what is wrong with it, in the reader's language.
import { useInfiniteQuery } from '@tanstack/react-query'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { count } from '../../../ui/format.ts'
import { useWords } from '../../words.ts'

/** `upTo` is the last line that was looked at: with it the list is asked for again. */
export function WrongLines({ id, upTo }: { id: string; upTo: number }) {
  const { t } = useWords('delivery')
  const list = useInfiniteQuery(
    byCursor(['import-lines', id, upTo], ({ limit, cursor }, signal) =>
      call('listImportErrors', {
        params: { id },
        query: { limit, ...(cursor ? { cursor: Number(cursor) } : {}) },
        signal,
      }),
    ),
  )
  return (
    <CursorTable
      caption={t('imports.wrong')}
      of={list}
      rowKey={({ line }) => String(line)}
      empty={null}
      columns={[
        { head: t('imports.wrongLine'), cell: ({ line }) => count(line) },
        { head: t('imports.wrongColumn'), cell: ({ path }) => <bdi>{path || '–'}</bdi> },
        { head: t('imports.wrongWhy'), cell: ({ message }) => message },
      ]}
    />
  )
}
