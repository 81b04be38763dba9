// One's own account: passkeys, password, and where one is signed in.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api/call.ts'
import { whoAmI } from '../../../api/queries.ts'
import { roleInWords } from '../../../parts/access.ts'
import { Answer } from '../../../ui/answer.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { listed, moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from './people.module.css'
import { myPasskeys, mySessions, myself } from './queries.ts'
import { useTry } from './use-try.ts'

export function Account() {
  const { t } = useWords('people')
  const me = useQuery(whoAmI)
  return (
    <Page title={t('account.title')} lead={t('account.lead')}>
      <Answer of={me}>
        {({ kind }) =>
          kind === 'member' ? (
            <div className={css.stack}>
              <Profile />
              <Passkeys />
              <Sessions />
              <Password />
            </div>
          ) : (
            <Empty title={t('account.keyTitle')}>
              <p>{t('account.keyText')}</p>
            </Empty>
          )
        }
      </Answer>
    </Page>
  )
}

function Profile() {
  const { t } = useWords('people')
  const me = useQuery(myself)
  return (
    <Panel title={t('account.profile')}>
      <Answer of={me} bars={1}>
        {({ name, email, roles }) => (
          <Facts
            facts={[
              { term: t('members.name'), says: <bdi>{name}</bdi> },
              { term: t('signIn.email'), says: <bdi>{email}</bdi> },
              { term: t('members.roles'), says: listed(roles.map(roleInWords)) },
            ]}
          />
        )}
      </Answer>
    </Panel>
  )
}

function Passkeys() {
  const { t } = useWords('people')
  const client = useQueryClient()
  const list = useQuery(myPasskeys)
  const refresh = () => client.invalidateQueries({ queryKey: myPasskeys.queryKey })
  const remove = useMutation({
    mutationFn: (id: string) => call('removePasskey', { params: { id } }),
    onSuccess: refresh,
  })
  return (
    <Panel title={t('account.passkeys')} hint={t('account.passkeysHint')}>
      {remove.isError && <Failure error={remove.error} />}
      <Answer of={list} bars={1}>
        {({ data }) =>
          data.length === 0 ? (
            <p className={css.soft}>{t('account.passkeyNone')}</p>
          ) : (
            <ul className={css.list}>
              {data.map(({ id, name, usedAt }) => (
                <li key={id}>
                  <span>
                    <bdi>{name}</bdi>{' '}
                    <span className={css.soft}>
                      {usedAt === null ? t('account.passkeyNew') : t('account.passkeyUsed', { day: moment(usedAt) })}
                    </span>
                  </span>
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => remove.mutate(id)}
                    aria-label={t('account.passkeyRemove', { name })}
                  >
                    {t('members.remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <AddPasskey onAdded={refresh} />
    </Panel>
  )
}

function AddPasskey({ onAdded }: { onAdded: () => Promise<void> }) {
  const { t } = useWords('people')
  const [name, setName] = useState(t('account.passkeyDefault'))
  const [error, setError] = useState<string | null>(null)
  const attempt = useTry(setError, t('account.passkeyFailed'))
  const add = (event: FormEvent) => {
    event.preventDefault()
    void attempt.run(async () => {
      const { step, options } = await call('beginPasskey')
      const { makePasskey } = await import('./passkey.ts')
      await call('addPasskey', { body: { step, name, response: await makePasskey(options) } })
      await onAdded()
    })
  }
  return (
    <form onSubmit={add} className={css.form}>
      <TextInput
        label={t('account.passkeyName')}
        required
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={error}
        errorProps={{ role: 'alert' }}
      />
      <div>
        <Button type="submit" loading={attempt.isBusy}>
          {t('account.passkeyAdd')}
        </Button>
      </div>
    </form>
  )
}

function Sessions() {
  const { t } = useWords('people')
  const client = useQueryClient()
  const list = useQuery(mySessions)
  const end = useMutation({
    mutationFn: (id: string) => call('endMySession', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: mySessions.queryKey }),
  })
  return (
    <Panel title={t('account.sessions')} hint={t('account.sessionsHint')}>
      {end.isError && <Failure error={end.error} />}
      <Answer of={list} bars={2}>
        {({ data }) => (
          <ul className={css.list}>
            {data.map((session) => (
              <li key={session.id}>
                <span>
                  <bdi>{session.device}</bdi>{' '}
                  <span className={css.soft}>
                    {t(`way.${session.way}`)} · {t('account.since')} {moment(session.madeAt)}
                    {session.isThis && ` · ${t('account.this')}`}
                  </span>
                </span>
                {!session.isThis && (
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => end.mutate(session.id)}
                    aria-label={t('account.endFor', { device: session.device })}
                  >
                    {t('account.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Panel>
  )
}

function Password() {
  const { t } = useWords('people')
  const client = useQueryClient()
  const [typed, setTyped] = useState({ current: '', next: '' })
  const [error, setError] = useState<string | null>(null)
  const [isDone, setDone] = useState(false)
  const attempt = useTry(setError, t('signIn.wrong'))
  const change = (event: FormEvent) => {
    event.preventDefault()
    setDone(false)
    void attempt
      .run(async () => {
        await call('changePassword', { body: typed })
        setTyped({ current: '', next: '' })
        await client.invalidateQueries({ queryKey: mySessions.queryKey })
      })
      .then(setDone)
  }
  return (
    <Panel title={t('account.passwordTitle')} hint={t('account.passwordHint')}>
      {isDone && (
        <p className={css.good} role="status">
          {t('account.changed')}
        </p>
      )}
      <form onSubmit={change} className={css.form}>
        <PasswordInput
          label={t('account.current')}
          autoComplete="current-password"
          value={typed.current}
          onChange={({ currentTarget: { value: current } }) => setTyped((all) => ({ ...all, current }))}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <PasswordInput
          label={t('account.next')}
          autoComplete="new-password"
          value={typed.next}
          onChange={({ currentTarget: { value: next } }) => setTyped((all) => ({ ...all, next }))}
          error={error}
          errorProps={{ role: 'alert' }}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
        />
        <div>
          <Button type="submit" loading={attempt.isBusy}>
            {t('account.change')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
