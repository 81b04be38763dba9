// Messages and their ways: what failed and why, sent again with one press, and a channel tried on one's own address.
import { Anchor, Select } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { channels } from '#shared/kinds.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useOpened } from '../../../ui/address.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { moment } from '../../../ui/format.ts'
import { useListStart, withPlace } from '../../../ui/list-place.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { TryChannel } from './try-channel.tsx'

const messageStates = ['queued', 'sending', 'sent', 'failed', 'cancelled'] as const

export function Channels() {
  const { t } = useWords('delivery')
  return (
    <Page title={t('title')} lead={t('channels.lead')}>
      <div className={css.stack}>
        <TryChannel />
        <Messages />
      </div>
    </Page>
  )
}

function Messages() {
  const { t } = useWords('delivery')
  const [address, setAddress] = useSearchParams()
  const state = messageStates.find((one) => one === address.get('state')) ?? 'failed'
  const channel = channels.find((one) => one === address.get('channel'))
  const filter = { state, ...(channel ? { channel } : {}) }
  const start = useListStart(['messages', filter])
  const list = useInfiniteQuery(
    byCursor(
      ['messages', filter],
      (page, signal) => call('listMessages', { query: { ...page, ...filter }, signal }),
      50,
      start.from,
    ),
  )
  const put = (name: string, value: string | null) =>
    setAddress(
      (before) => {
        const next = withPlace(before, null)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  return (
    <Panel title={t('messages.title')} hint={t('messages.hint')}>
      <div className={css.tools}>
        <Select
          label={t('state')}
          value={state}
          allowDeselect={false}
          data={messageStates.map((one) => ({ value: one, label: t(`message.${one}`) }))}
          onChange={(value) => put('state', value)}
        />
        <Select
          label={t('channel')}
          value={channel ?? ''}
          allowDeselect={false}
          data={[{ value: '', label: t('any') }, ...channels.map((one) => ({ value: one, label: t(`via.${one}`) }))]}
          onChange={(value) => put('channel', value)}
        />
        {state === 'failed' && <RetryAll channel={channel} />}
      </div>
      <CursorTable
        caption={t('listOf', { what: t('messages.title') })}
        of={list}
        start={start}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('messages.none')}>
            <p>{t('messages.teach')}</p>
          </Empty>
        }
        columns={[
          { head: t('when'), cell: ({ closedAt, dueAt }) => moment(closedAt ?? dueAt) },
          { head: t('channel'), cell: (one) => t(`via.${one.channel}`) },
          {
            head: t('campaign'),
            cell: ({ campaignId }) => (
              <Anchor component={Link} to={`/console/campaigns/${campaignId}`}>
                {t('messages.campaign')}
              </Anchor>
            ),
          },
          { head: t('reason'), cell: ({ reason }) => <bdi className={css.name}>{reason ?? ''}</bdi> },
          { head: t('attempts'), cell: ({ attempts }) => attempts, isNumber: true },
          { head: t('act'), cell: (one) => (one.state === 'failed' ? <Retry id={one.id} /> : null) },
        ]}
      />
    </Panel>
  )
}

function Retry({ id }: { id: string }) {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const retry = useMutation({
    mutationFn: () => call('retryMessage', { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['messages'] }),
  })
  return (
    <>
      <Act
        size="xs"
        variant="default"
        whyNot={useWhyNot('campaigns.write')}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
      >
        {t('messages.retry')}
      </Act>
      {retry.error !== null && <Failure error={retry.error} />}
    </>
  )
}

function RetryAll({ channel }: { channel: (typeof channels)[number] | undefined }) {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const [isOpen, setOpen] = useOpened('retry')
  const retry = useMutation({
    mutationFn: () => call('retryMessages', { body: channel === undefined ? {} : { channel } }),
    onSuccess: async () => {
      setOpen(false)
      await queries.invalidateQueries({ queryKey: ['messages'] })
    },
  })
  return (
    <>
      <Act variant="default" whyNot={useWhyNot('campaigns.write')} onClick={() => setOpen(true)}>
        {t('messages.retryAll')}
      </Act>
      <p className={css.note} role="status">
        {retry.data === undefined ? '' : t('messages.retried', { count: retry.data.retried })}
      </p>
      <Confirm
        title={t('messages.retryAll')}
        verb={t('messages.retryAll')}
        opened={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={() => retry.mutate()}
        isBusy={retry.isPending}
        error={retry.error}
      >
        <p>{t('messages.retrying')}</p>
      </Confirm>
    </>
  )
}
