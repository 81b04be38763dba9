// Finds one customer by what she says of herself, exactly, with a reason that she can read; there is no list of everybody.
import { Anchor, Button, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { BodySent, ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { useChoice } from '../../../ui/address.ts'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { giveReason } from './reasons.ts'

const ways = ['reference', 'email', 'phone'] as const
type Way = (typeof ways)[number]

const bodyOf = (way: Way, text: string): BodySent<'searchCustomers'> =>
  way === 'reference' ? { reference: text } : way === 'email' ? { email: text } : { phone: text }

export function Customers() {
  const { t } = useWords('customers')
  const closed = useWhyNot('customers.read')
  if (closed === null) return <Search />
  return (
    <Page title={t('title')} lead={t('lead')}>
      <p className={css.note}>{closed}</p>
    </Page>
  )
}

function Search() {
  const { t } = useWords('customers')
  const [way, setWay] = useChoice('by', ways)
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [hasAsked, setAsked] = useState(false)
  const search = useMutation({
    mutationFn: async () => {
      const found = await call('searchCustomers', { body: bodyOf(way, text.trim()), reason: reason.trim() })
      for (const { id } of found.data) giveReason(id, reason.trim())
      return found
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (text.trim() !== '' && reason.trim() !== '') search.mutate()
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      <form onSubmit={submit} noValidate>
        <div className={css.tools}>
          <SegmentedControl
            aria-label={t('by')}
            value={way}
            onChange={(value) => {
              setWay(value as Way)
              search.reset()
            }}
            data={ways.map((one) => ({ value: one, label: t(`by.${one}`) }))}
          />
        </div>
        <div className={css.tools}>
          <TextInput
            className={css.wide}
            label={t(`${way}.label`)}
            value={text}
            maxLength={way === 'phone' ? 32 : 200}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <TextInput
            className={css.wide}
            label={t('reason.label')}
            description={t('reason.hint')}
            placeholder={t('reason.placeholder')}
            error={hasAsked && reason.trim() === '' ? t('reason.missing') : null}
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" loading={search.isPending}>
            {t('go')}
          </Button>
        </div>
      </form>
      {search.error !== null && <Failure error={search.error} />}
      {search.data === undefined && search.error === null && (
        <Empty title={t('start.title')}>
          <p>{t('start.text')}</p>
        </Empty>
      )}
      {search.data !== undefined && <Found found={search.data} />}
    </Page>
  )
}

function Found({ found: { data, closed } }: { found: ReplyOf<'searchCustomers'> }) {
  const { t } = useWords('customers')
  return (
    <div className={css.stack} aria-live="polite">
      {data.length === 0 && closed === 0 && (
        <Empty title={t('none.title')}>
          <p>{t('none.text')}</p>
        </Empty>
      )}
      {data.length > 0 && <p className={css.note}>{t('found', { count: data.length })}</p>}
      <ul className={css.cards}>
        {data.map(({ id, reference }) => (
          <li key={id} className={css.card}>
            <Anchor component={Link} to={`/console/customers/${id}`} className={css.name}>
              <bdi>{reference}</bdi>
            </Anchor>
          </li>
        ))}
      </ul>
      {closed > 0 && <p className={css.note}>{t('closed', { count: closed })}</p>}
    </div>
  )
}
