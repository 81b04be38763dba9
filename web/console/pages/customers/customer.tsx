// One customer in one panel: her consents, vouchers, orders and carts as far as she allows, messages and requests.
import { Alert, Button, TextInput } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useParams } from 'react-router'
import type { CustomerPanel } from '#shared/contracts/customer-desk.ts'
import { call } from '../../../api/call.ts'
import { Answer } from '../../../ui/answer.tsx'
import { dayInWords, dayShort, listed, moment, spelled } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords, wordsOf } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { Carts, Messages, Occasions, Orders, Requests, VouchersOfHers } from './bought.tsx'
import { Consents } from './consents.tsx'
import { giveReason, reasonFor } from './reasons.ts'
import { WhyNot } from './why-not.tsx'

const panel = (id: string, reason: string | null) =>
  queryOptions({
    queryKey: ['customer-panel', id],
    queryFn: ({ signal }) => call('customerPanel', { params: { id }, signal, reason: reason ?? '' }),
    enabled: reason !== null,
    // Each look is on her record: none is made by itself.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export function CustomerPage() {
  const { t } = useWords('customers')
  const { id = '' } = useParams()
  const [reason, setReason] = useState(reasonFor(id))
  const asked = useQuery(panel(id, reason))
  const crumbs = [{ to: '/console/customers', label: t('title') }]
  if (reason === null) {
    return (
      <Page title={t('one')} crumbs={crumbs}>
        <AskReason
          onGive={(given) => {
            giveReason(id, given)
            setReason(given)
          }}
        />
      </Page>
    )
  }
  const { data } = asked
  const title = data === undefined ? t('one') : nameOf(data)
  return (
    <Page title={title} crumbs={crumbs} lead={data && t('since', { when: moment(data.customer.createdAt) })}>
      <Answer of={asked} bars={4} height={140}>
        {(shown) => <Shown panel={shown} reason={reason} />}
      </Answer>
    </Page>
  )
}

/** Long names are cut by the page, not by the heading of the tab. */
const nameOf = ({ customer }: CustomerPanel): string => {
  const name = [customer.givenName, customer.familyName].filter((part) => part !== null).join(' ')
  return Array.from(name === '' ? customer.reference : name)
    .slice(0, 80)
    .join('')
}

function AskReason({ onGive }: { onGive: (reason: string) => void }) {
  const { t } = useWords('customers')
  const [text, setText] = useState('')
  const [hasAsked, setAsked] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (text.trim() !== '') onGive(text.trim())
  }
  return (
    <Panel title={t('reason.title')} hint={t('reason.hint')}>
      <form className={css.tools} onSubmit={submit} noValidate>
        <TextInput
          className={css.wide}
          label={t('reason.label')}
          placeholder={t('reason.placeholder')}
          error={hasAsked && text.trim() === '' ? t('reason.missing') : null}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit">{t('reason.go')}</Button>
      </form>
    </Panel>
  )
}

function Shown({ panel: shown, reason }: { panel: CustomerPanel; reason: string }) {
  return (
    <div className={css.stack}>
      <Warnings panel={shown} />
      <div className={css.two}>
        <div className={css.stack}>
          <Consents consents={shown.consents} />
          <VouchersOfHers vouchers={shown.vouchers} />
          <WhyNot reference={shown.customer.reference} reason={reason} />
          <Messages messages={shown.messages} />
        </div>
        <div className={css.stack}>
          <Who panel={shown} />
          <Orders orders={shown.orders} />
          <Carts carts={shown.carts} />
          <Occasions occasions={shown.occasions} />
          <Requests requests={shown.requests} />
        </div>
      </div>
    </div>
  )
}

function Warnings({ panel: { status, objections, hidden } }: { panel: CustomerPanel }) {
  const { t } = useWords('customers')
  const says = [
    ...(status === 'active' ? [] : [t(`status.${status}`)]),
    ...(objections.includes('*') ? [t('objectsAll')] : []),
    ...(objections.length > 0 && !objections.includes('*')
      ? [t('objects', { purposes: listed(objections.map(spelled)) })]
      : []),
    ...(hidden.length > 0 ? [t('hidden', { kinds: listed(hidden.map((kind) => t(`kind.${kind}`))) })] : []),
  ]
  if (says.length === 0) return null
  return (
    <Alert color="yellow" variant="light">
      {says.map((line) => (
        <p key={line} className={css.note}>
          {line}
        </p>
      ))}
    </Alert>
  )
}

function Who({ panel: { customer, wishedChannel, snoozedUntil } }: { panel: CustomerPanel }) {
  const { t } = useWords('customers')
  const or = (value: string | null) =>
    value === null ? <span className={css.note}>{t('unknown')}</span> : <Typed text={value} />
  const name = [customer.givenName, customer.familyName].filter((part) => part !== null).join(' ')
  return (
    <Panel title={t('facts.title')}>
      <Facts
        facts={[
          { term: t('facts.name'), says: or(name === '' ? null : name) },
          { term: t('facts.reference'), says: or(customer.reference) },
          { term: t('facts.email'), says: or(customer.email) },
          { term: t('facts.phone'), says: or(customer.phone) },
          { term: t('facts.birthday'), says: or(birthday(customer.birthDate)) },
          { term: t('facts.country'), says: or(customer.country) },
          { term: t('facts.locale'), says: or(customer.locale) },
          { term: t('facts.timeZone'), says: or(customer.timeZone) },
          ...Object.entries(customer.attributes).map(([key, value]) => ({
            term: spelled(key),
            says: or(String(value)),
          })),
          ...(snoozedUntil === null ? [] : [{ term: t('facts.snoozed'), says: dayInWords(snoozedUntil.slice(0, 10)) }]),
          ...(wishedChannel === null
            ? []
            : [{ term: t('facts.wish'), says: wordsOf('customers')(`channel.${wishedChannel}`) }]),
        ]}
      />
    </Panel>
  )
}

/** `--MM-DD` where the year is not known. */
const birthday = (day: string | null): string | null =>
  day?.startsWith('--') ? dayShort(`2000${day.slice(1)}`) : day && dayInWords(day)

/** What people typed, however long and in whatever direction. */
const Typed = ({ text }: { text: string }) => (
  <span className={css.name}>
    <bdi>{text}</bdi>
  </span>
)
