// Sign in with an API key: tried against the server first, kept for this tab only.
import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { Navigate, useLocation } from 'react-router'
import { call } from '../../api/call.ts'
import { whoAmI } from '../../api/queries.ts'
import { isRefused } from '../../api/refused.ts'
import { isSendable, keepKey, whyLeft } from '../../api/session.ts'
import { useKey } from '../../parts/access.ts'
import { Mark } from '../../ui/icons.tsx'
import { useIsFirstPage } from '../../ui/page.tsx'
import { SchemeSwitch } from '../../ui/scheme-switch.tsx'
import css from './sign-in.module.css'

export function SignIn() {
  const key = useKey()
  useIsFirstPage()
  const aim = useAim()
  useEffect(() => {
    document.title = 'Sign in · Vouchsafe'
  }, [])
  if (key !== null) return <Navigate to={aim} replace />
  return (
    <main className={css.page}>
      <div className={css.scheme}>
        <SchemeSwitch />
      </div>
      <div className={css.card}>
        <div className={css.brand}>
          <Mark size={34} />
          <span>Vouchsafe</span>
        </div>
        <h1 className={css.title}>Sign in</h1>
        <p className={css.lead}>Vouchers for people who said yes, redeemed once, within budget.</p>
        <KeyForm />
      </div>
    </main>
  )
}

function KeyForm() {
  const [key, setKey] = useState('')
  const [error, setError] = useState<string | null>(whyLeft())
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const client = useQueryClient()

  async function signIn(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    const typed = key.trim()
    const failure = await tryKey(typed).then(
      (me) => {
        keepKey(typed)
        client.setQueryData(whoAmI.queryKey, me)
        return null
      },
      (reason: unknown) => whatToDo(reason),
    )
    if (failure === null) return
    setBusy(false)
    setError(failure)
    field.current?.focus()
  }

  return (
    <form onSubmit={signIn} noValidate>
      <PasswordInput
        ref={field}
        label="API key"
        description="It starts with vsk_. An admin makes one; the first is printed when the server first starts."
        placeholder="vsk_…"
        size="md"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        error={error}
        errorProps={{ role: 'alert' }}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the key', tabIndex: 0 }}
      />
      <Button type="submit" fullWidth size="md" mt="lg" loading={isBusy}>
        Sign in
      </Button>
      <p className={css.small}>
        The key stays in this tab and is forgotten when you close it. No cookie is set, and nothing is loaded from
        elsewhere.
      </p>
    </form>
  )
}

/** Where the person wanted to go before being asked to sign in. */
function useAim(): string {
  const state: unknown = useLocation().state
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null
  return typeof from === 'string' && from.startsWith('/console') ? from : '/console'
}

async function tryKey(key: string) {
  if (key === '') throw new Error('Paste your key here first.')
  if (!isSendable(key)) throw new Error('This holds spaces or signs that no key has. Copy the key again, all of it.')
  return call('whoAmI', { key })
}

/** Pure: what went wrong and what to do about it, in two sentences. */
export function whatToDo(error: unknown): string {
  if (!isRefused(error)) return error instanceof Error ? error.message : 'Something broke. Load the page again.'
  if (error.status === 0) return `${error.message}. ${error.detail ?? ''}`
  if (error.status === 401) {
    return 'This key is not known here, was revoked, or has expired. Check that you copied all of it, or ask an admin for a new one.'
  }
  if (error.status === 429) return `Too many tries. Wait ${error.retryAfterSeconds ?? 60} seconds, then try again.`
  if (error.status === 503) return 'The server is just stopping or starting. Try again in a few seconds.'
  return `${error.message}. ${error.detail ?? 'Try again; if it stays so, tell who runs this server.'}`
}
