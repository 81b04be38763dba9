// Inviting somebody: by mail, or where no mail can be sent by a link that is handed over.
import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Role } from '#shared/kinds.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { languages } from '../../../ui/language.ts'
import { Panel } from '../../../ui/panel.tsx'
import { ownNames } from '../../account-menu.tsx'
import { useWords } from '../../words.ts'
import css from './people.module.css'
import { invitations } from './queries.ts'
import { RoleChoice } from './role-choice.tsx'

const nobody = { email: '', name: '', roles: ['marketer'] as Role[], language: 'en' }

export function Invite() {
  const { t } = useWords('people')
  const why = useWhyNot('keys.manage')
  const client = useQueryClient()
  const [who, setWho] = useState(nobody)
  const invite = useMutation({
    mutationFn: () => call('inviteMember', { body: { ...who, email: who.email.trim() } }),
    onSuccess: async () => {
      setWho(nobody)
      await client.invalidateQueries({ queryKey: invitations.queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate()
  }
  return (
    <Panel title={t('invite.title')}>
      {invite.isError && <Failure error={invite.error} />}
      {invite.data !== undefined && <Invited link={invite.data.link} />}
      <form onSubmit={submit} className={css.form}>
        <TextInput
          label={t('signIn.email')}
          type="email"
          required
          value={who.email}
          onChange={({ currentTarget: { value: email } }) => setWho((all) => ({ ...all, email }))}
        />
        <TextInput
          label={t('members.name')}
          required
          maxLength={120}
          value={who.name}
          onChange={({ currentTarget: { value: name } }) => setWho((all) => ({ ...all, name }))}
        />
        <Select
          label={t('invite.language')}
          data={languages.map((one) => ({ value: one, label: ownNames[one] }))}
          value={who.language}
          allowDeselect={false}
          onChange={(language) => setWho((all) => ({ ...all, language: language ?? 'en' }))}
        />
        <div className={css.wide}>
          <RoleChoice
            label={t('members.roles')}
            value={who.roles}
            onChange={(roles) => setWho((all) => ({ ...all, roles }))}
          />
        </div>
        <div>
          <Act
            type="submit"
            onClick={() => {}}
            whyNot={why}
            loading={invite.isPending}
            disabled={who.roles.length === 0}
          >
            {t('invite.submit')}
          </Act>
        </div>
      </form>
    </Panel>
  )
}

function Invited({ link }: { link: string | null }) {
  const { t } = useWords('people')
  if (link === null) {
    return (
      <p className={css.good} role="status">
        {t('invite.sent')}
      </p>
    )
  }
  return (
    <div className={css.good} role="status">
      {t('invite.link')}
      <code className={css.secret} dir="ltr">
        {link}
      </code>
      <Button size="xs" variant="default" onClick={() => void navigator.clipboard?.writeText(link)}>
        {t('keys.copy')}
      </Button>
    </div>
  )
}
