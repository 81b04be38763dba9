// Comparisons of arms that were filled elsewhere: what was kept, and the way to compare another file.
import { Anchor } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { NewExperiment } from './new-experiment.tsx'

export const LISTED = ['imported-experiments'] as const
const listed = byCursor(LISTED, (page, signal) => call('listImportedExperiments', { query: page, signal }))

export function Experiments() {
  const { t } = useWords('experiments')
  const list = useInfiniteQuery(listed)
  const whyNot = useWhyNot('campaigns.write')
  const [address, setAddress] = useSearchParams()
  const isNew = address.has('new') && whyNot === null
  const add = (
    <Act whyNot={whyNot} onClick={() => setAddress({ new: '' }, { replace: true })}>
      {t('add')}
    </Act>
  )
  return (
    <Page title={t('title')} lead={t('lead')} actions={isNew ? null : add}>
      <div className={css.stack}>
        {isNew && <NewExperiment />}
        <CursorTable
          caption={t('title')}
          of={list}
          rowKey={({ hash }) => hash}
          empty={<Empty title={t('none')}>{!isNew && <p>{t('none.says')}</p>}</Empty>}
          columns={[
            {
              head: t('name'),
              cell: ({ hash, name }) => (
                <Anchor component={Link} to={`/console/experiments/${hash}`}>
                  <bdi className={css.name}>{name}</bdi>
                </Anchor>
              ),
            },
            { head: t('kept'), cell: ({ keptAt }) => moment(keptAt) },
            {
              head: t('hash'),
              cell: ({ hash }) => <span className={css.mono}>{hash.slice(0, 16)}…</span>,
            },
          ]}
        />
      </div>
    </Page>
  )
}
