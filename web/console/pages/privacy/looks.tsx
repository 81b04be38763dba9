// Who of the staff looked at whom and why, and what was handed on to whom: the same that each person reads about herself.
import { Anchor } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import type { Role } from '#shared/kinds.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { roleInWords } from '../../../parts/access.ts'
import { type CursorList, CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { listed } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { categoriesInWords, Moment } from './cells.tsx'

type StaffRead = ReplyOf<'listStaffReads'>['data'][number]

const reads = byCursor(['staff-reads'], (page, signal) => call('listStaffReads', { query: page, signal }), 20)
const handed = byCursor(['disclosures'], (page, signal) => call('listDisclosures', { query: page, signal }), 20)

export function Looks() {
  const { t } = useWords('privacy')
  const looked = useInfiniteQuery(reads)
  // Below a table that is still to come, the other would move.
  const isPlaced = looked.data !== undefined || looked.error !== null
  return (
    <Page title={t('looks.title')} lead={t('looks.lead')}>
      <div className={css.stack}>
        <Reads of={looked} />
        {isPlaced && <Handed />}
      </div>
    </Page>
  )
}

function Reads({ of }: { of: CursorList<StaffRead> }) {
  const { t } = useWords('privacy')
  return (
    <Panel title={t('reads')} hint={t('reads.hint')}>
      <CursorTable
        caption={t('reads')}
        of={of}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('reads.none')}>
            <p>{t('reads.teach')}</p>
          </Empty>
        }
        columns={[
          { head: t('when'), cell: ({ at }) => <Moment at={at} /> },
          { head: t('role'), cell: ({ roles }) => listed(roles.map((role) => roleInWords(role as Role))) },
          { head: t('reason'), cell: ({ reason }) => <bdi>{reason ?? t('reason.none')}</bdi> },
          { head: t('category'), cell: ({ categories }) => categoriesInWords(categories) },
          {
            head: t('who'),
            cell: ({ customerId }) => (
              <Anchor component={Link} to={`/console/customers/${customerId}`} className={css.mono}>
                {customerId}
              </Anchor>
            ),
          },
        ]}
      />
    </Panel>
  )
}

function Handed() {
  const { t } = useWords('privacy')
  return (
    <Panel title={t('handed')} hint={t('handed.hint')}>
      <CursorTable
        caption={t('handed')}
        of={useInfiniteQuery(handed)}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('handed.none')}>
            <p>{t('handed.teach')}</p>
          </Empty>
        }
        columns={[
          { head: t('when'), cell: ({ at }) => <Moment at={at} /> },
          { head: t('recipient'), cell: ({ recipient }) => <bdi>{recipient}</bdi> },
          { head: t('category'), cell: ({ categories }) => categoriesInWords(categories) },
          { head: t('handed.why'), cell: ({ basis }) => t.maybe(`handed.${basis}`, {}, basis) },
          {
            head: t('about'),
            cell: ({ customerId, campaignId }) => (
              <span className={css.mono}>{customerId ?? campaignId ?? t('gone')}</span>
            ),
          },
        ]}
      />
    </Panel>
  )
}
