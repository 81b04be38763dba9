// One connector: where its vendor posts, what it last sent and what became of it, a new secret, its mappings, its end.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'react-router'
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
import css from '../vouchers/desk.module.css'
import { Mappings } from './mappings.tsx'
import { SecretOnce } from './secret-once.tsx'

type Connector = ReplyOf<'getConnector'>

export function ConnectorPage() {
  const { id = '' } = useParams()
  const { t } = useWords('delivery')
  const found = useQuery({
    queryKey: ['connector', id],
    queryFn: ({ signal }) => call('getConnector', { params: { id }, signal }),
  })
  return (
    <Page
      title={found.data?.name ?? t('connectors.one')}
      crumbs={[{ to: '/console/connectors', label: t('connectors.title') }]}
    >
      <Answer of={found}>
        {(connector) => (
          <div className={css.stack}>
            <Address connector={connector} />
            {connector.kind === 'generic' && <Mappings connector={connector} />}
            <Panel title={t('log.title')} hint={t('log.hint')}>
              <Received id={id} />
            </Panel>
          </div>
        )}
      </Answer>
    </Page>
  )
}

function Address({ connector }: { connector: Connector }) {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const whyNot = useWhyNot('connectors.write')
  const [isClosing, setClosing] = useOpened('close')
  const { id, closedAt } = connector
  const again = () => queries.invalidateQueries({ queryKey: ['connector', id] })
  const rotate = useMutation({
    mutationFn: () => call('rotateConnector', { params: { id }, body: {} }),
    onSuccess: again,
  })
  const close = useMutation({
    mutationFn: () => call('closeConnector', { params: { id } }),
    onSuccess: async () => {
      setClosing(false)
      await again()
    },
  })
  const isClosed = closedAt === null ? null : t('connectors.isClosed')
  return (
    <Panel title={t('connectors.where')} hint={t('connectors.address')}>
      <Facts
        facts={[
          { term: t('address'), says: <code className={css.mono}>{connector.url}</code> },
          { term: t('kind'), says: t.maybe(`kind.${connector.kind}`) },
          { term: t('connectors.refused'), says: String(connector.refused) },
          ...(connector.oldSecretUntil === null
            ? []
            : [{ term: t('secret.oldUntil'), says: moment(connector.oldSecretUntil) }]),
          ...(closedAt === null ? [] : [{ term: t('state.closed'), says: moment(closedAt) }]),
        ]}
      />
      {rotate.data?.secret !== undefined && (
        <SecretOnce secret={rotate.data.secret} hint={t('connectors.secretOnce')} />
      )}
      {rotate.error !== null && <Failure error={rotate.error} />}
      <div className={css.tools}>
        <Act variant="default" whyNot={whyNot ?? isClosed} loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {t('secret.rotate')}
        </Act>
        <Act variant="default" whyNot={whyNot ?? isClosed} onClick={() => setClosing(true)}>
          {t('connectors.close')}
        </Act>
      </div>
      <Confirm
        title={t('connectors.close')}
        verb={t('connectors.close')}
        opened={isClosing}
        onClose={() => setClosing(false)}
        onConfirm={() => close.mutate()}
        isBusy={close.isPending}
        error={close.error}
        isGrave
      >
        <p>{t('connectors.closing')}</p>
      </Confirm>
    </Panel>
  )
}

function Received({ id }: { id: string }) {
  const { t } = useWords('delivery')
  const list = useInfiniteQuery(
    byCursor(['connector-deliveries', id], (page, signal) =>
      call('listDeliveries', { params: { id }, query: page, signal }),
    ),
  )
  return (
    <CursorTable
      caption={t('listOf', { what: t('log.title') })}
      of={list}
      rowKey={(one) => one.id}
      empty={
        <Empty title={t('log.none')}>
          <p>{t('log.teach')}</p>
        </Empty>
      }
      columns={[
        { head: t('when'), cell: ({ at }) => moment(at) },
        { head: t('log.topic'), cell: ({ topic }) => <bdi>{topic}</bdi> },
        { head: t('log.outcome'), cell: ({ outcome }) => t(`outcome.${outcome}`) },
        { head: t('reason'), cell: ({ code }) => <bdi>{code ?? ''}</bdi> },
        { head: t('log.accepted'), cell: ({ accepted }) => accepted, isNumber: true },
        { head: t('log.repeats'), cell: ({ duplicates }) => duplicates, isNumber: true },
      ]}
    />
  )
}
