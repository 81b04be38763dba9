// Signing in: as a person with a password, a passkey or the shop's own provider, or with an API key; kept for this tab only.
import { Anchor, Button, Divider, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { Link, Navigate, useLocation, useSearchParams } from 'react-router'
import { call } from '../../api/call.ts'
import { isSendable, keepKey, whyLeft } from '../../api/session.ts'
import { useKey } from '../../parts/access.ts'
import { useWords } from '../words.ts'
import { Doorstep } from './people/doorstep.tsx'
import { signInWays } from './people/queries.ts'
import { useTry } from './people/use-try.ts'
import css from './sign-in.module.css'

export function SignIn() {
  const key = useKey()
  const { t } = useWords('people')
  const aim = useAim()
  const [asked] = useSearchParams()
  if (key !== null) return <Navigate to={aim} replace />
  const left = whyLeft()
  return (
    <Doorstep title={t('signIn.title')} lead={t('signIn.lead')}>
      {left !== null && (
        <p className={css.notice} role="status">
          {t(`left.${left}`)}
        </p>
      )}
      {asked.get('with') === 'key' ? <KeyForm /> : <PersonForm />}
      <p className={css.small}>{t('signIn.small')}</p>
    </Doorstep>
  )
}

function PersonForm() {
  const { t } = useWords('people')
  const ways = useQuery(signInWays)
  const [typed, setTyped] = useState({ email: '', password: '' })
  const [error, setError] = useState<string | null>(null)
  const attempt = useTry(setError, t('signIn.wrong'))
  const field = useRef<HTMLInputElement>(null)

  async function signIn(event: FormEvent) {
    event.preventDefault()
    if (typed.email.trim() === '' || typed.password === '') return setError(t('signIn.emailMissing'))
    const done = await attempt.run(async () => {
      const { token } = await call('signIn', { body: typed, key: null })
      keepKey(token)
    })
    if (!done) field.current?.focus()
  }

  return (
    <form onSubmit={signIn} noValidate>
      <TextInput
        label={t('signIn.email')}
        type="email"
        size="md"
        autoComplete="username webauthn"
        autoFocus
        value={typed.email}
        onChange={({ currentTarget: { value: email } }) => setTyped((all) => ({ ...all, email }))}
      />
      <PasswordInput
        ref={field}
        label={t('signIn.password')}
        size="md"
        mt="sm"
        autoComplete="current-password"
        value={typed.password}
        onChange={({ currentTarget: { value: password } }) => setTyped((all) => ({ ...all, password }))}
        error={error}
        errorProps={{ role: 'alert' }}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show'), tabIndex: 0 }}
      />
      <Button type="submit" fullWidth size="md" mt="lg" loading={attempt.isBusy}>
        {t('signIn.submit')}
      </Button>
      <p className={css.small}>
        <Anchor component={Link} to="/console/forgotten" size="sm">
          {t('signIn.forgot')}
        </Anchor>
      </p>
      <Divider label={t('signIn.or')} my="md" />
      <PasskeyButton onError={setError} />
      {ways.data?.oidc && <OidcButton name={ways.data.oidc.name} onError={setError} />}
      <Anchor component={Link} to="/console/sign-in?with=key" size="sm" display="block" ta="center" mt="md">
        {t('signIn.withKey')}
      </Anchor>
    </form>
  )
}

interface ButtonProps {
  onError: (words: string | null) => void
}

function PasskeyButton({ onError }: ButtonProps) {
  const { t } = useWords('people')
  const attempt = useTry(onError, t('signIn.passkeyFailed'))
  const signIn = () =>
    attempt.run(async () => {
      const { step, options } = await call('askPasskey', { key: null })
      const { answerChallenge } = await import('./people/passkey.ts')
      const { token } = await call('signInByPasskey', {
        body: { step, response: await answerChallenge(options) },
        key: null,
      })
      keepKey(token)
    })
  return (
    <Button variant="default" fullWidth size="md" onClick={signIn} loading={attempt.isBusy}>
      {t('signIn.passkey')}
    </Button>
  )
}

function OidcButton({ name, onError }: ButtonProps & { name: string }) {
  const { t } = useWords('people')
  const attempt = useTry(onError, t('signIn.oidcFailed'))
  const aim = useAim()
  const leave = () =>
    attempt.run(async () => {
      const { url, state } = await call('startOidc', { key: null })
      // Whoever comes back with another state was sent by somebody else.
      sessionStorage.setItem('vouchsafe.oidc', JSON.stringify({ state, aim }))
      location.assign(url)
    })
  return (
    <Button variant="default" fullWidth size="md" mt="sm" onClick={leave} loading={attempt.isBusy}>
      {t('signIn.oidc', { name })}
    </Button>
  )
}

function KeyForm() {
  const { t } = useWords('people')
  const [key, setKey] = useState('')
  const [error, setError] = useState<string | null>(null)
  const attempt = useTry(setError, t('key.unknown'))
  const field = useRef<HTMLInputElement>(null)

  async function signIn(event: FormEvent) {
    event.preventDefault()
    const typed = key.trim()
    const odd = typed === '' ? t('key.missing') : isSendable(typed) ? null : t('key.odd')
    if (odd !== null) return setError(odd)
    const done = await attempt.run(async () => {
      await call('whoAmI', { key: typed })
      keepKey(typed)
    })
    if (!done) field.current?.focus()
  }

  return (
    <form onSubmit={signIn} noValidate>
      <PasswordInput
        ref={field}
        label={t('key.label')}
        description={t('key.hint')}
        placeholder="vsk_…"
        size="md"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        error={error}
        errorProps={{ role: 'alert' }}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show'), tabIndex: 0 }}
      />
      <Button type="submit" fullWidth size="md" mt="lg" loading={attempt.isBusy}>
        {t('signIn.submit')}
      </Button>
      <Anchor component={Link} to="/console/sign-in" size="sm" display="block" ta="center" mt="md">
        {t('signIn.withPassword')}
      </Anchor>
    </form>
  )
}

/** Where the person wanted to go before being asked to sign in. */
function useAim(): string {
  const state: unknown = useLocation().state
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null
  return typeof from === 'string' && from.startsWith('/console') ? from : '/console'
}
