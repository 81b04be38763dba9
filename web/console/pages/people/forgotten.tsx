// Asking for a new password: the same words for everybody, whether the address is a member's or not.
import { Anchor, Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { call } from '../../../api/call.ts'
import { useWords } from '../../words.ts'
import { Doorstep } from './doorstep.tsx'
import { useTry } from './use-try.ts'

export function Forgotten() {
  const { t } = useWords('people')
  const [email, setEmail] = useState('')
  const [isDone, setDone] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const attempt = useTry(setError, t('starting'))

  async function ask(event: FormEvent) {
    event.preventDefault()
    setDone(
      await attempt.run(async () => {
        await call('forgotPassword', { body: { email: email.trim() }, key: null })
      }),
    )
  }

  return (
    <Doorstep title={t('signIn.forgotTitle')} lead={t('signIn.forgotLead')}>
      {isDone ? (
        <p role="status">{t('signIn.forgotDone')}</p>
      ) : (
        <form onSubmit={ask} noValidate>
          <TextInput
            label={t('signIn.email')}
            type="email"
            size="md"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={error}
            errorProps={{ role: 'alert' }}
          />
          <Button type="submit" fullWidth size="md" mt="lg" loading={attempt.isBusy}>
            {t('signIn.forgotSend')}
          </Button>
        </form>
      )}
      <Anchor component={Link} to="/console/sign-in" size="sm" display="block" ta="center" mt="lg">
        {t('signIn.back')}
      </Anchor>
    </Doorstep>
  )
}
