// One subscription: pause and go on, a new secret, its end; and every delivery with what came back, to be sent once more.
import { Select } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useOpened } from '../../../ui/address.ts'
import { Answer } from '../../../ui/answer.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import { SecretOnce } from '../connectors/secret-once.tsx'
import css from '../vouchers/desk.module.css'

type Webhook = ReplyOf<'getWebhook'>
type Delivery = ReplyOf<'replayWebhook'>
const states = ['queued', 'delivered', 'dead'] as const

export function WebhookPage() {
  const { id = '' } = useParams()
  const { t } = useWords('delivery')
  const found = useQuery({
    queryKey: ['webhook', id],
    queryFn: ({ signal }) => call('getWebhook', { params: { id }, signal }),
  })
  return (
    <Page
      title={found.data?.name || found.data?.url || t('webhooks.one')}
      crumbs={[{ to: '/console/webhooks', label: t('webhooks.title') }]}
    >
      <Answer of={found}>
        {(webhook) => (
          <div className={css.stack}>
            <Subscription webhook={webhook} />
            <Log id={id} />
          </div>
        )}
      </Answer>
    </Page>
  )
}

function Subscription({ webhook }: { webhook: Webhook }) {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const go = useNavigate()
  const whyNot = useWhyNot('webhooks.write')
  const [isEnding, setEnding] = useOpened('end')
  const { id, state, url, events, pauseReason } = webhook
  const again = () => queries.invalidateQueries({ queryKey: ['webhook', id] })
  const rotate = useMutation({ mutationFn: () => call('rotateWebhook', { params: { id } }), onSuccess: again })
  const turn = useMutation({
    mutationFn: () => call('patchWebhook', { params: { id }, body: { state: state === 'live' ? 'paused' : 'live' } }),
    onSuccess: again,
  })
  const tried = useMutation({ mutationFn: () => call('testWebhook', { params: { id } }) })
  const end = useMutation({
    mutationFn: () => call('deleteWebhook', { params: { id } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['webhooks'] })
      await go('/console/webhooks')
    },
  })
  const error = rotate.error ?? turn.error ?? tried.error
  return (
    <Panel title={t('webhooks.about')}>
      <Facts
        facts={[
          { term: t('address'), says: <bdi className={css.mono}>{url}</bdi> },
          { term: t('state'), says: t(`state.${state}`) },
          { term: t('webhooks.events'), says: events.map((event) => t(`event.${event}`)).join(', ') },
          ...(pauseReason === null ? [] : [{ term: t('reason'), says: <bdi>{pauseReason}</bdi> }]),
        ]}
      />
      {rotate.data && rotate.data.secret !== null && (
        <SecretOnce secret={rotate.data.secret} hint={t('webhooks.secretOnce')} />
      )}
      {error !== null && <Failure error={error} />}
      <div role="status">
        {tried.data && (
          <p>
            {tried.data.arrived ? t('webhooks.tried', { status: tried.data.status ?? '' }) : t('webhooks.notTaken')}{' '}
            {tried.data.reason !== null && <bdi className={css.mono}>{tried.data.reason}</bdi>}
          </p>
        )}
      </div>
      <div className={css.tools}>
        <Act variant="default" whyNot={whyNot} loading={tried.isPending} onClick={() => tried.mutate()}>
          {t('webhooks.try')}
        </Act>
        <Act variant="default" whyNot={whyNot} loading={turn.isPending} onClick={() => turn.mutate()}>
          {state === 'live' ? t('webhooks.pause') : t('webhooks.goOn')}
        </Act>
        <Act variant="default" whyNot={whyNot} loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {t('secret.rotate')}
        </Act>
        <Act variant="default" whyNot={whyNot} onClick={() => setEnding(true)}>
          {t('webhooks.end')}
        </Act>
      </div>
      <Confirm
        title={t('webhooks.end')}
        verb={t('webhooks.end')}
        opened={isEnding}
        onClose={() => setEnding(false)}
        onConfirm={() => end.mutate()}
        isBusy={end.isPending}
        error={end.error}
        isGrave
      >
        <p>{t('webhooks.ending')}</p>
      </Confirm>
    </Panel>
  )
}

function Log({ id }: { id: string }) {
  const { t } = useWords('delivery')
  const [address, setAddress] = useSearchParams()
  const state = states.find((one) => one === address.get('state'))
  const list = useInfiniteQuery(
    byCursor(['webhook-deliveries', id, state], (page, signal) =>
      call('listWebhookDeliveries', { params: { id }, query: { ...page, ...(state ? { state } : {}) }, signal }),
    ),
  )
  return (
    <Panel title={t('log.title')} hint={t('webhooks.logHint')}>
      <div className={css.tools}>
        <Select
          label={t('state')}
          value={state ?? ''}
          allowDeselect={false}
          data={[{ value: '', label: t('any') }, ...states.map((one) => ({ value: one, label: t(`delivery.${one}`) }))]}
          onChange={(value) => setAddress(value ? { state: value } : {}, { replace: true })}
        />
      </div>
      <CursorTable
        caption={t('listOf', { what: t('log.title') })}
        of={list}
        rowKey={(one) => one.id}
        empty={
          <Empty title={t('log.none')}>
            <p>{t('webhooks.logTeach')}</p>
          </Empty>
        }
        columns={[
          { head: t('when'), cell: ({ at }) => moment(at) },
          { head: t('webhooks.event'), cell: ({ type }) => t(`event.${type}`) },
          { head: t('state'), cell: (one) => t(`delivery.${one.state}`) },
          { head: t('webhooks.status'), cell: ({ status }) => status ?? '', isNumber: true },
          { head: t('attempts'), cell: ({ attempts }) => attempts, isNumber: true },
          { head: t('reason'), cell: ({ reason }) => <bdi>{reason ?? ''}</bdi> },
          { head: t('act'), cell: (one) => <Replay webhookId={id} delivery={one} /> },
        ]}
      />
    </Panel>
  )
}

function Replay({ webhookId, delivery }: { webhookId: string; delivery: Delivery }) {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const whyNot = useWhyNot('webhooks.write')
  const replay = useMutation({
    mutationFn: () => call('replayWebhook', { params: { id: webhookId, deliveryId: delivery.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhook-deliveries', webhookId] }),
  })
  const isWaiting = delivery.state === 'queued' ? t('webhooks.waits') : null
  return (
    <>
      <Act
        size="xs"
        variant="default"
        whyNot={whyNot ?? isWaiting}
        loading={replay.isPending}
        onClick={() => replay.mutate()}
      >
        {t('webhooks.replay')}
      </Act>
      {replay.error !== null && <Failure error={replay.error} />}
    </>
  )
}
