// Where the house tells what happened: every subscription with its state, and a new one whose secret is shown once.
import { Anchor, Checkbox, Modal, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { type WebhookEvent, webhookEvents } from '#shared/kinds.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useOpened } from '../../../ui/address.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import { SecretOnce } from '../connectors/secret-once.tsx'
import css from '../vouchers/desk.module.css'

const listed = byCursor(['webhooks'], (page, signal) => call('listWebhooks', { query: page, signal }))

export function Webhooks() {
  const { t } = useWords('delivery')
  const list = useInfiniteQuery(listed)
  const whyNot = useWhyNot('webhooks.write')
  const [isOpen, setOpen] = useOpened('new')
  return (
    <Page
      title={t('webhooks.title')}
      lead={t('webhooks.lead')}
      actions={
        <Act onClick={() => setOpen(true)} whyNot={whyNot}>
          {t('webhooks.add')}
        </Act>
      }
    >
      <CursorTable
        caption={t('webhooks.title')}
        of={list}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('webhooks.none')}>
            <p>{t('webhooks.teach')}</p>
          </Empty>
        }
        columns={[
          {
            head: t('name'),
            cell: ({ id, name, url }) => (
              <Anchor component={Link} to={`/console/webhooks/${id}`}>
                <bdi>{name || url}</bdi>
              </Anchor>
            ),
          },
          { head: t('address'), cell: ({ url }) => <bdi className={css.name}>{url}</bdi> },
          { head: t('state'), cell: ({ state }) => t(`state.${state}`) },
          { head: t('webhooks.failures'), cell: ({ failures }) => failures, isNumber: true },
          { head: t('made'), cell: ({ createdAt }) => moment(createdAt) },
        ]}
      />
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('webhooks.add')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <NewWebhook />
      </Modal>
    </Page>
  )
}

function NewWebhook() {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const [url, setUrl] = useState('')
  const [name, setName] = useState('')
  const [events, setEvents] = useState<string[]>([...webhookEvents])
  const make = useMutation({
    mutationFn: () =>
      call('createWebhook', {
        body: { url: url.trim(), events: events as WebhookEvent[], ...(name === '' ? {} : { name }) },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  if (make.data !== undefined) {
    return (
      <div className={css.stack}>
        {make.data.secret !== null && <SecretOnce secret={make.data.secret} hint={t('webhooks.secretOnce')} />}
        <Anchor component={Link} to={`/console/webhooks/${make.data.id}`}>
          {t('webhooks.open')}
        </Anchor>
      </div>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form onSubmit={submit} className={css.stack}>
      <TextInput
        label={t('address')}
        description={t('webhooks.urlHint')}
        type="url"
        required
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <TextInput
        label={t('name')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={t('webhooks.events')} value={events} onChange={setEvents}>
        {webhookEvents.map((event) => (
          <Checkbox key={event} value={event} label={t(`event.${event}`)} mt="xs" />
        ))}
      </Checkbox.Group>
      {make.error !== null && <Failure error={make.error} />}
      <div>
        <Act
          type="submit"
          onClick={() => {}}
          whyNot={events.length === 0 ? t('webhooks.noEvents') : null}
          loading={make.isPending}
        >
          {t('webhooks.make')}
        </Act>
      </div>
    </form>
  )
}
