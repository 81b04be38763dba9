// Every version of what people are told: the draft, the one in force and those before, each with what it changed.
import { Anchor, Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { NoticeState } from './cells.tsx'

const listed = byCursor(['notices'], (page, signal) => call('listNotices', { query: page, signal }), 20)

export function Notices() {
  const { t } = useWords('privacy')
  const list = useInfiniteQuery(listed)
  const whyNot = useWhyNot('notices.write')
  const draft = whyNot === null && (
    <Button component={Link} to="/console/privacy/new">
      {t('notices.draft')}
    </Button>
  )
  return (
    <Page title={t('notices.title')} lead={t('notices.lead')} actions={draft}>
      {whyNot !== null && <p className={css.note}>{whyNot}</p>}
      <CursorTable
        caption={t('notices.title')}
        of={list}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('notices.none')}>
            <p>{t('notices.teach')}</p>
          </Empty>
        }
        columns={[
          {
            head: t('version'),
            cell: ({ id, version }) => (
              <Anchor component={Link} to={`/console/privacy/notices/${id}`}>
                {t('notice.version', { version: String(version) })}
              </Anchor>
            ),
          },
          { head: t('state'), cell: (notice) => <NoticeState notice={notice} /> },
          { head: t('effective'), cell: ({ effectiveAt }) => (effectiveAt === null ? '' : moment(effectiveAt)) },
          { head: t('languages'), cell: ({ texts }) => Object.keys(texts).sort().join(', ') },
          {
            head: t('changes.material'),
            cell: ({ changes }) => changes.filter(({ material }) => material).length,
            isNumber: true,
          },
          { head: t('changes'), cell: ({ changes }) => changes.length, isNumber: true },
        ]}
      />
    </Page>
  )
}
