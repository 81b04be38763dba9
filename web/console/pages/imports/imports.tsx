// Imports: what was brought in and how far each is, and the way to bring in another file.
import { Anchor } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { Act } from '../../../ui/act.tsx'
import { useOpened } from '../../../ui/address.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import { NewImport } from './new-import.tsx'

const listed = byCursor(['imports'], (page, signal) => call('listImports', { query: page, signal }))

export function Imports() {
  const { t } = useWords('delivery')
  const list = useInfiniteQuery(listed)
  const [isNew, setNew] = useOpened('new')
  return (
    <Page
      title={t('imports.title')}
      lead={t('imports.lead')}
      actions={isNew ? null : <Act onClick={() => setNew(true)}>{t('imports.add')}</Act>}
    >
      {isNew && <NewImport />}
      <CursorTable
        caption={t('imports.title')}
        of={list}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('imports.none')}>
            <p>{t('imports.teach')}</p>
          </Empty>
        }
        columns={[
          {
            head: t('imports.what'),
            cell: ({ id, kind }) => (
              <Anchor component={Link} to={`/console/imports/${id}`}>
                {t(`import.${kind}`)}
              </Anchor>
            ),
          },
          { head: t('state'), cell: ({ state }) => t(`imports.${state}`) },
          { head: t('imports.read'), cell: ({ read }) => read, isNumber: true },
          { head: t('imports.created'), cell: ({ created }) => created, isNumber: true },
          { head: t('imports.updated'), cell: ({ updated }) => updated, isNumber: true },
          { head: t('imports.rejected'), cell: ({ rejected }) => rejected, isNumber: true },
          { head: t('when'), cell: ({ createdAt }) => moment(createdAt) },
        ]}
      />
    </Page>
  )
}
