// What a customer was given, bought, left in a cart, was told and asked for; each part says why it is empty.
import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { CustomerPanel } from '#shared/contracts/customer-desk.ts'
import { moment, money } from '../../../ui/format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { VoucherStateBadge } from '../vouchers/voucher-state.tsx'
import { List } from './list.tsx'

type Part<K extends keyof CustomerPanel> = { [P in K]: CustomerPanel[K] }

const Note = ({ children }: { children: ReactNode }) => <p className={css.note}>{children}</p>

export function VouchersOfHers({ vouchers }: Part<'vouchers'>) {
  const { t } = useWords('customers')
  return (
    <Panel title={t('vouchers.title')}>
      {vouchers === null ? (
        <Note>{t('part.closed')}</Note>
      ) : vouchers.data.length === 0 ? (
        <Note>{t('vouchers.none')}</Note>
      ) : (
        <>
          <List
            caption={t('vouchers.title')}
            rows={vouchers.data}
            rowKey={({ id }) => id}
            columns={[
              {
                head: t('head.voucher'),
                cell: ({ id }) => (
                  <Anchor component={Link} to={`/console/vouchers/${id}`} className={css.id}>
                    …{id.slice(-8)}
                  </Anchor>
                ),
              },
              { head: t('head.state'), cell: ({ state }) => <VoucherStateBadge state={state} /> },
              {
                head: t('head.campaign'),
                cell: ({ campaignName }) => (
                  <span className={css.name}>
                    <bdi>{campaignName}</bdi>
                  </span>
                ),
              },
              { head: t('head.ends'), cell: ({ expiresAt }) => moment(expiresAt) },
            ]}
          />
          {vouchers.nextCursor !== null && <Note>{t('vouchers.more')}</Note>}
        </>
      )}
    </Panel>
  )
}

export function Orders({ orders }: Part<'orders'>) {
  const { t } = useWords('customers')
  const amount = (minor: number | null, currency: string | null) =>
    minor === null ? '–' : money(minor, currency ?? '')
  return (
    <Panel title={t('orders.title')}>
      {orders === null ? (
        <Note>{t('orders.closed')}</Note>
      ) : orders.length === 0 ? (
        <Note>{t('orders.none')}</Note>
      ) : (
        <List
          caption={t('orders.title')}
          rows={orders}
          rowKey={({ reference }) => reference}
          columns={[
            { head: t('head.order'), cell: ({ reference }) => <Typed text={reference} /> },
            { head: t('head.when'), cell: ({ placedAt }) => (placedAt === null ? '–' : moment(placedAt)) },
            {
              head: t('head.amount'),
              cell: ({ totalMinor, refundedMinor, currency, cancelledAt }) => (
                <>
                  <span className={css.whole}>{amount(totalMinor, currency)}</span>
                  {cancelledAt !== null && <div className={css.note}>{t('orders.cancelled')}</div>}
                  {refundedMinor > 0 && (
                    <div className={css.note}>{t('orders.refunded', { money: amount(refundedMinor, currency) })}</div>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
    </Panel>
  )
}

export function Carts({ carts }: Part<'carts'>) {
  const { t } = useWords('customers')
  return (
    <Panel title={t('carts.title')}>
      {carts === null ? (
        <Note>{t('carts.closed')}</Note>
      ) : carts.length === 0 ? (
        <Note>{t('carts.none')}</Note>
      ) : (
        <ul className={css.counts}>
          {carts.map(({ reference, updatedAt, items, totalMinor, currency }) => (
            <li key={reference}>
              {t('carts.items', { count: items })}
              {totalMinor !== null && ` · ${money(totalMinor, currency ?? '')}`} · {moment(updatedAt)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

export function Occasions({ occasions }: Part<'occasions'>) {
  const { t } = useWords('customers')
  return (
    <Panel title={t('occasions.title')}>
      {occasions.length === 0 ? (
        <Note>{t('occasions.none')}</Note>
      ) : (
        <ul className={css.counts}>
          {occasions.map(({ at, type }, index) => (
            <li key={`${at} ${type} ${String(index)}`}>
              <bdi>{t.maybe(`occasions.${type}`, {}, type.replace(/^custom\./, '').replace(/[_.-]+/g, ' '))}</bdi> ·{' '}
              {moment(at)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

export function Messages({ messages }: Part<'messages'>) {
  const { t } = useWords('customers')
  return (
    <Panel title={t('messages.title')} hint={t('messages.hint')}>
      {messages.length === 0 ? (
        <Note>{t('messages.none')}</Note>
      ) : (
        <List
          caption={t('messages.title')}
          rows={messages}
          rowKey={({ id }) => id}
          columns={[
            { head: t('head.what'), cell: ({ kind }) => t.maybe(`message.${kind}`) },
            { head: t('head.when'), cell: ({ at }) => moment(at) },
            { head: t('head.channel'), cell: ({ channel }) => t(`channel.${channel}`) },
            {
              head: t('head.state'),
              cell: ({ state, reason, bounce }) => (
                <>
                  {t(`message.${state}`)}
                  {(reason ?? bounce) !== null && (
                    <div className={css.note}>{(reason ?? bounce)?.replace(/_/g, ' ')}</div>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
    </Panel>
  )
}

export function Requests({ requests }: Part<'requests'>) {
  const { t } = useWords('customers')
  if (requests === null) return null
  return (
    <Panel title={t('requests.title')}>
      {requests.length === 0 ? (
        <Note>{t('requests.none')}</Note>
      ) : (
        <List
          caption={t('requests.title')}
          rows={requests}
          rowKey={({ id }) => id}
          columns={[
            { head: t('head.what'), cell: ({ kind }) => t(`request.${kind}`) },
            { head: t('head.state'), cell: ({ state }) => t(`request.${state}`) },
            { head: t('head.due'), cell: ({ dueAt }) => moment(dueAt) },
          ]}
        />
      )}
    </Panel>
  )
}

const Typed = ({ text }: { text: string }) => (
  <span className={css.name}>
    <bdi>{text}</bdi>
  </span>
)
