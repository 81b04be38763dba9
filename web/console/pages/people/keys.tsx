// API keys: made once, shown once, revoked for good.
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import type { Role } from '#shared/kinds.ts'
import { call } from '../../../api/call.ts'
import { roleInWords } from '../../../parts/access.ts'
import { useDialogAbout } from '../../../ui/address.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { listed, moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords, wordsOf } from '../../words.ts'
import css from './people.module.css'
import { apiKeys } from './queries.ts'
import { RoleChoice } from './role-choice.tsx'

type ApiKey = ReplyOf<'listApiKeys'>['data'][number]

export function ApiKeys() {
  const { t } = useWords('people')
  const list = useInfiniteQuery(apiKeys)
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  const [open, setOpen, close] = useDialogAbout(['revoke'], rows)
  return (
    <Page title={t('keys.title')} lead={t('keys.lead')}>
      <div className={css.stack}>
        <NewKey />
        <Panel title={t('keys.caption')}>
          <CursorTable
            caption={t('keys.caption')}
            of={list}
            rowKey={(key) => key.id}
            columns={[
              { head: t('keys.name'), cell: (key) => <bdi>{key.name}</bdi> },
              { head: t('keys.roles'), cell: (key) => listed(key.roles.map(roleInWords)) },
              { head: t('keys.made'), cell: (key) => moment(key.createdAt) },
              {
                head: t('keys.used'),
                cell: (key) => (key.lastUsedAt === null ? t('keys.never') : moment(key.lastUsedAt)),
              },
              { head: t('keys.expires'), cell: endInWords },
              {
                head: t('members.actions'),
                cell: (key) =>
                  key.revokedAt === null && (
                    <Button
                      variant="default"
                      size="xs"
                      onClick={() => setOpen('revoke', key)}
                      aria-label={`${t('keys.revoke')}: ${key.name}`}
                    >
                      {t('keys.revoke')}
                    </Button>
                  ),
              },
            ]}
            empty={
              <Empty title={t('keys.empty')}>
                <p>{t('keys.emptyText')}</p>
              </Empty>
            }
          />
        </Panel>
      </div>
      {open !== null && <Revoke apiKey={open.row} onClose={close} />}
    </Page>
  )
}

/** Pure: until when a key is good, or why it is not any more. */
function endInWords({ revokedAt, expiresAt }: ApiKey): string {
  const t = wordsOf('people')
  if (revokedAt !== null) return `${t('keys.revoked')}, ${moment(revokedAt)}`
  if (expiresAt === null) return t('keys.never')
  return Date.parse(expiresAt) <= Date.now() ? `${t('keys.expired')}, ${moment(expiresAt)}` : moment(expiresAt)
}

const blank = { name: '', roles: ['shop'] as Role[], expires: '' }

function NewKey() {
  const { t } = useWords('people')
  const client = useQueryClient()
  const [typed, setTyped] = useState(blank)
  const make = useMutation({
    mutationFn: () => {
      const { name, roles, expires } = typed
      const ends = expires === '' ? {} : { expiresAt: new Date(`${expires}T23:59:59`).toISOString() }
      return call('createApiKey', { body: { name, roles, ...ends } })
    },
    onSuccess: async () => {
      setTyped(blank)
      await client.invalidateQueries({ queryKey: apiKeys.queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Panel title={t('keys.new')}>
      {make.isError && <Failure error={make.error} />}
      {typeof make.data?.key === 'string' && <Shown secret={make.data.key} />}
      <form onSubmit={submit} className={css.form}>
        <TextInput
          label={t('keys.name')}
          required
          maxLength={120}
          value={typed.name}
          onChange={({ currentTarget: { value: name } }) => setTyped((all) => ({ ...all, name }))}
        />
        <TextInput
          label={t('keys.expiry')}
          description={t('keys.expiryHint')}
          type="date"
          value={typed.expires}
          onChange={({ currentTarget: { value: expires } }) => setTyped((all) => ({ ...all, expires }))}
        />
        <div className={css.wide}>
          <RoleChoice
            label={t('keys.roles')}
            value={typed.roles}
            onChange={(roles) => setTyped((all) => ({ ...all, roles }))}
          />
        </div>
        <div>
          <Button type="submit" loading={make.isPending} disabled={typed.roles.length === 0}>
            {t('keys.make')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

function Shown({ secret }: { secret: string }) {
  const { t } = useWords('people')
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard?.writeText(secret)
    setCopied(true)
  }
  return (
    <div className={css.good} role="status">
      {t('keys.shown')}
      <code className={css.secret} dir="ltr">
        {secret}
      </code>
      <Button size="xs" variant="default" onClick={() => void copy()}>
        {t(isCopied ? 'keys.copied' : 'keys.copy')}
      </Button>
    </div>
  )
}

function Revoke({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useWords('people')
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => call('revokeApiKey', { params: { id: apiKey.id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: apiKeys.queryKey })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={<bdi>{t('keys.revokeFor', { name: apiKey.name })}</bdi>}>
      {revoke.isError && <Failure error={revoke.error} />}
      <p>{t('keys.revokeText')}</p>
      <Group justify="flex-end" mt="lg">
        <Button color="brick" onClick={() => revoke.mutate()} loading={revoke.isPending}>
          {t('keys.revoke')}
        </Button>
      </Group>
    </Modal>
  )
}
