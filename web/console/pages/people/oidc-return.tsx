// Where the shop's identity provider sends people back to: what it said is handed on, once, and only by the tab that asked.
import { Anchor } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { call } from '../../../api/call.ts'
import { keepKey } from '../../../api/session.ts'
import { Waiting } from '../../../ui/answer.tsx'
import { useWords } from '../../words.ts'
import { Doorstep } from './doorstep.tsx'
import { whatToDo } from './use-try.ts'

interface Asked {
  state: string
  aim: string
}

export function OidcReturn() {
  const { t } = useWords('people')
  const go = useNavigate()
  const [error, setError] = useState<string | null>(null)
  const refused = t('signIn.oidcFailed')
  useEffect(() => {
    const asked = takeAsked()
    const answer = location.search.replace(/^\?/, '')
    if (asked === null || new URLSearchParams(answer).get('state') !== asked.state) return setError(refused)
    call('signInByOidc', { body: { state: asked.state, answer }, key: null }).then(
      ({ token }) => {
        keepKey(token)
        go(asked.aim, { replace: true })
      },
      (reason: unknown) => setError(whatToDo(reason, refused)),
    )
  }, [go, refused])
  return (
    <Doorstep title={t('signIn.title')}>
      {error === null ? (
        <>
          <p role="status">{t('signIn.oidcWait')}</p>
          <Waiting bars={1} height={44} />
        </>
      ) : (
        <>
          <p role="alert">{error}</p>
          <Anchor component={Link} to="/console/sign-in">
            {t('signIn.back')}
          </Anchor>
        </>
      )}
    </Doorstep>
  )
}

/** Kept for this page's second drawing in development, where effects run twice. */
let taken: Asked | null = null
function takeAsked(): Asked | null {
  const kept = sessionStorage.getItem('vouchsafe.oidc')
  if (kept !== null) {
    sessionStorage.removeItem('vouchsafe.oidc')
    taken = JSON.parse(kept) as Asked
  }
  return taken
}
