// The systems that send to the house: each with its address, its signature and what it last sent; and a new one.
import { Anchor, Modal, Select, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import type { ConnectorKind } from '#shared/contracts/connectors.ts'
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
import css from '../vouchers/desk.module.css'
import { SecretOnce } from './secret-once.tsx'

const connectorKinds: readonly ConnectorKind[] = ['shopify', 'woocommerce', 'hubspot', 'stripe', 'generic']
const listed = byCursor(['connectors'], (page, signal) => call('listConnectors', { query: page, signal }))

export function Connectors() {
  const { t } = useWords('delivery')
  const list = useInfiniteQuery(listed)
  const whyNot = useWhyNot('connectors.write')
  const [isOpen, setOpen] = useOpened('new')
  const add = (
    <Act onClick={() => setOpen(true)} whyNot={whyNot}>
      {t('connectors.add')}
    </Act>
  )
  return (
    <Page title={t('connectors.title')} lead={t('connectors.lead')} actions={add}>
      <CursorTable
        caption={t('connectors.title')}
        of={list}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('connectors.none')}>
            <p>{t('connectors.teach')}</p>
          </Empty>
        }
        columns={[
          {
            head: t('name'),
            cell: ({ id, name }) => (
              <Anchor component={Link} to={`/console/connectors/${id}`}>
                <bdi>{name}</bdi>
              </Anchor>
            ),
          },
          { head: t('kind'), cell: ({ kind }) => t.maybe(`kind.${kind}`) },
          { head: t('state'), cell: ({ closedAt }) => (closedAt === null ? t('state.open') : t('state.closed')) },
          { head: t('connectors.refused'), cell: ({ refused }) => refused, isNumber: true },
          { head: t('made'), cell: ({ createdAt }) => moment(createdAt) },
        ]}
      />
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('connectors.add')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <NewConnector />
      </Modal>
    </Page>
  )
}

function NewConnector() {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const [kind, setKind] = useState<ConnectorKind>('shopify')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const make = useMutation({
    mutationFn: () =>
      call('createConnector', { body: { kind, name: name.trim(), ...(secret === '' ? {} : { secret }) } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['connectors'] }),
  })
  if (make.data !== undefined) return <Made connector={make.data} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form onSubmit={submit} className={css.stack}>
      <Select
        label={t('kind')}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(connectorKinds.find((one) => one === value) ?? 'shopify')}
        data={connectorKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
      />
      <TextInput
        label={t('name')}
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('connectors.secret')}
        description={t('connectors.secretHint')}
        maxLength={300}
        autoComplete="off"
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      {make.error !== null && <Failure error={make.error} />}
      <div>
        <Act type="submit" onClick={() => {}} loading={make.isPending}>
          {t('connectors.make')}
        </Act>
      </div>
    </form>
  )
}

function Made({ connector: { id, url, secret } }: { connector: ReplyOf<'createConnector'> }) {
  const { t } = useWords('delivery')
  return (
    <div className={css.stack}>
      <p className={css.note}>{t('connectors.address')}</p>
      <code className={css.mono} dir="ltr">
        {url}
      </code>
      {secret !== undefined && <SecretOnce secret={secret} hint={t('connectors.secretOnce')} />}
      <Anchor component={Link} to={`/console/connectors/${id}`}>
        {t('connectors.open')}
      </Anchor>
    </div>
  )
}
