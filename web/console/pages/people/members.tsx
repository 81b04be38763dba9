// The members of the team: who they are, how they prove it, what each may do, and who has been asked to join.
import { Button, Group, Menu, Modal } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { whoAmI } from '../../../api/queries.ts'
import { roleInWords } from '../../../parts/access.ts'
import { useDialogAbout } from '../../../ui/address.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { listed, moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords, wordsOf } from '../../words.ts'
import { Invite } from './invite.tsx'
import css from './people.module.css'
import { invitations, members } from './queries.ts'
import { RoleChoice } from './role-choice.tsx'

type Member = ReplyOf<'listMembers'>['data'][number]
type Invitation = ReplyOf<'listInvitations'>['data'][number]

export function Members() {
  const { t } = useWords('people')
  const me = useQuery(whoAmI)
  const list = useInfiniteQuery(members)
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  const [open, setOpen, close] = useDialogAbout(['roles', 'remove'], rows)
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className={css.stack}>
        <Panel title={t('members.caption')}>
          <CursorTable
            caption={t('members.caption')}
            of={list}
            rowKey={(member) => member.id}
            columns={[
              {
                head: t('members.name'),
                cell: (member) => (
                  <>
                    <bdi>{member.name}</bdi>{' '}
                    {member.id === me.data?.id && <span className={css.soft}>({t('members.you')})</span>}
                    <br />
                    <bdi className={css.soft}>{member.email}</bdi>
                  </>
                ),
              },
              { head: t('members.roles'), cell: (member) => listed(member.roles.map(roleInWords)) },
              { head: t('members.proof'), cell: proofInWords },
              {
                head: t('members.seen'),
                cell: (member) => (member.seenAt === null ? t('members.never') : moment(member.seenAt)),
              },
              {
                head: t('members.actions'),
                cell: (member) => <Actions member={member} onOpen={(what) => setOpen(what, member)} />,
              },
            ]}
            empty={
              <Empty title={t('members.empty')}>
                <p>{t('members.emptyText')}</p>
              </Empty>
            }
          />
        </Panel>
        <Invite />
        <OpenInvitations />
      </div>
      {open?.what === 'roles' && <ChangeRoles member={open.row} onClose={close} />}
      {open?.what === 'remove' && <Remove member={open.row} onClose={close} />}
    </Page>
  )
}

/** Pure: 'password and 2 passkeys'. */
function proofInWords({ hasPassword, passkeys }: Member): string {
  const t = wordsOf('people')
  const ways = [
    ...(hasPassword ? [t('members.password')] : []),
    ...(passkeys > 0 ? [t('members.passkeys', { count: passkeys })] : []),
  ]
  return ways.length === 0 ? t('members.sso') : listed(ways)
}

function Actions({ member, onOpen }: { member: Member; onOpen: (what: 'roles' | 'remove') => void }) {
  const { t } = useWords('people')
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () => call('endMemberSessions', { params: { id: member.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: members.queryKey }),
  })
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            loading={end.isPending}
            aria-label={`${t('members.actions')}: ${member.name}`}
          >
            {t('members.actions')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen('roles')}>{t('members.change')}</Menu.Item>
          <Menu.Item onClick={() => end.mutate()}>{t('members.signOut')}</Menu.Item>
          <Menu.Item color="brick" onClick={() => onOpen('remove')}>
            {t('members.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <div role="status">
        {end.isSuccess && <bdi className={css.soft}>{t('members.signedOut', { name: member.name })}</bdi>}
      </div>
      {end.isError && <Failure error={end.error} />}
    </>
  )
}

interface DialogProps {
  member: Member
  onClose: () => void
}

function ChangeRoles({ member, onClose }: DialogProps) {
  const { t } = useWords('people')
  const client = useQueryClient()
  const [roles, setRoles] = useState(member.roles)
  const save = useMutation({
    mutationFn: () => call('patchMember', { params: { id: member.id }, body: { roles } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: members.queryKey })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={<bdi>{t('members.changeFor', { name: member.name })}</bdi>}>
      {save.isError && <Failure error={save.error} />}
      <RoleChoice label={t('members.roles')} value={roles} onChange={setRoles} />
      <Group justify="flex-end" mt="lg">
        <Button onClick={() => save.mutate()} loading={save.isPending} disabled={roles.length === 0}>
          {t('members.save')}
        </Button>
      </Group>
    </Modal>
  )
}

function Remove({ member, onClose }: DialogProps) {
  const { t } = useWords('people')
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call('removeMember', { params: { id: member.id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: members.queryKey })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={<bdi>{t('members.removeFor', { name: member.name })}</bdi>}>
      {remove.isError && <Failure error={remove.error} />}
      <p>{t('members.removeText')}</p>
      <Group justify="flex-end" mt="lg">
        <Button color="brick" onClick={() => remove.mutate()} loading={remove.isPending}>
          {t('members.remove')}
        </Button>
      </Group>
    </Modal>
  )
}

function OpenInvitations() {
  const { t } = useWords('people')
  const list = useInfiniteQuery(invitations)
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: (id: string) => call('revokeInvitation', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: invitations.queryKey }),
  })
  const found = list.data?.pages.flatMap((page) => page.data) ?? []
  if (found.length === 0) return null
  return (
    <Panel title={t('invite.open')}>
      {revoke.isError && <Failure error={revoke.error} />}
      <CursorTable
        caption={t('invite.open')}
        of={list}
        rowKey={(row) => row.id}
        columns={[
          { head: t('signIn.email'), cell: (row) => <bdi>{row.email}</bdi> },
          { head: t('members.name'), cell: (row) => <bdi>{row.name}</bdi> },
          { head: t('members.roles'), cell: (row) => listed(row.roles.map(roleInWords)) },
          { head: t('keys.expires'), cell: untilInWords },
          {
            head: t('members.actions'),
            cell: (row) => (
              <Button
                variant="default"
                size="xs"
                onClick={() => revoke.mutate(row.id)}
                aria-label={`${t('invite.revoke')}: ${row.email}`}
              >
                {t('invite.revoke')}
              </Button>
            ),
          },
        ]}
        empty={null}
      />
    </Panel>
  )
}

function untilInWords({ expiresAt }: Invitation): string {
  const t = wordsOf('people')
  return t(Date.parse(expiresAt) > Date.now() ? 'invite.until' : 'invite.over', { day: moment(expiresAt) })
}
