// What a link of an invitation leads to: choose a password and be in. Also for the first admin, and for a new password.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { keepKey } from '../../../api/session.ts'
import { roleInWords } from '../../../parts/access.ts'
import { Waiting } from '../../../ui/answer.tsx'
import { listed } from '../../../ui/format.ts'
import { useWords } from '../../words.ts'
import { Doorstep } from './doorstep.tsx'
import { useTry } from './use-try.ts'

type Link = ReplyOf<'lookAtLink'>

/** Taken out of the address at once: a fragment is sent nowhere, and stays in no history. */
let token: string | null = null
function tokenFromAddress(): string {
  const found = new URLSearchParams(location.hash.replace(/^#/, '')).get('token')
  if (found !== null) {
    token = found
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return token ?? ''
}

export function Join() {
  const [own] = useState(tokenFromAddress)
  const { t } = useWords('people')
  const link = useQuery({
    queryKey: ['link', own],
    queryFn: ({ signal }) => call('lookAtLink', { body: { token: own }, signal, key: null }),
    enabled: own !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (own === '' || link.isError) {
    return (
      <Doorstep title={t('join.gone')}>
        <p>{t('join.goneText')}</p>
      </Doorstep>
    )
  }
  if (link.data === undefined) {
    return (
      <Doorstep title={t('join.title')}>
        <Waiting bars={3} height={44} />
      </Doorstep>
    )
  }
  const titles = { setup: 'join.setupTitle', invitation: 'join.title', reset: 'join.resetTitle' } as const
  const roles = listed(link.data.roles.map(roleInWords))
  const isReset = link.data.kind === 'reset'
  return (
    <Doorstep title={t(titles[link.data.kind])} lead={isReset ? t('join.resetLead') : t('join.lead', { roles })}>
      <JoinForm token={own} link={link.data} />
    </Doorstep>
  )
}

function JoinForm({ token: own, link }: { token: string; link: Link }) {
  const { t } = useWords('people')
  const go = useNavigate()
  const isFirst = link.kind === 'setup'
  const [typed, setTyped] = useState({ name: link.name ?? '', email: link.email ?? '', password: '' })
  const [error, setError] = useState<string | null>(null)
  const attempt = useTry(setError, t('join.goneText'))
  const set = (field: keyof typeof typed) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setTyped((all) => ({ ...all, [field]: value }))
  }

  async function join(event: FormEvent) {
    event.preventDefault()
    const { name, email, password } = typed
    const said = { ...(link.kind === 'reset' ? {} : { name }), ...(isFirst ? { email } : {}) }
    await attempt.run(async () => {
      const { token: session } = await call('useLink', { body: { token: own, password, ...said }, key: null })
      keepKey(session)
      go('/console', { replace: true })
    })
  }

  return (
    <form onSubmit={join} noValidate>
      <TextInput
        label={t('signIn.email')}
        type="email"
        size="md"
        autoComplete="username"
        readOnly={!isFirst}
        autoFocus={isFirst}
        value={typed.email}
        onChange={set('email')}
      />
      {link.kind !== 'reset' && (
        <TextInput
          label={t('join.name')}
          size="md"
          mt="sm"
          autoComplete="name"
          value={typed.name}
          onChange={set('name')}
        />
      )}
      <PasswordInput
        label={t('join.password')}
        description={t('join.passwordHint')}
        size="md"
        mt="sm"
        autoComplete="new-password"
        autoFocus={!isFirst}
        value={typed.password}
        onChange={set('password')}
        error={error}
        errorProps={{ role: 'alert' }}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.show'), tabIndex: 0 }}
      />
      <Button type="submit" fullWidth size="md" mt="lg" loading={attempt.isBusy}>
        {t(link.kind === 'reset' ? 'join.save' : 'join.submit')}
      </Button>
    </form>
  )
}
