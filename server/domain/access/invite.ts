// Links that let people in: the first admin's, invitations by mail, and links for a new password. Each works once; what is
// kept of it is a hash.
import { randomBytes } from 'node:crypto'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { type Secrets, sha256 } from '#core/secrets.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Role } from '#shared/kinds.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { audit } from './audit.ts'
import { emailOf, emailPrint, rolesIn } from './members.ts'
import {
  closeLink,
  closeLinksOf,
  closeLinksTo,
  countMembers,
  insertLink,
  invitationById,
  type LinkRow,
  lockInvitee,
  type MemberRow,
  memberByEmail,
  openInvitations,
} from './queries-team.ts'

export const INVITATION_DAYS = 7
export const RESET_HOURS = 1

/** Queues a mail in the transaction of what it tells of; handed in, because delivery lies downstream. */
export type QueueMail = (
  tx: Tx,
  mail: { to: string; locale: string; kind: 'team_invitation' | 'team_reset'; values: Record<string, string | number> },
) => Promise<unknown>

export interface Invitee {
  email: string
  name: string
  roles: readonly Role[]
  language: string
}

/** Answers the token in clear. An older invitation of the same address ends. Refuses whoever is a member already. */
export async function invite(
  tx: Tx,
  secrets: Secrets,
  asked: Invitee,
  by: { id: string; name: string },
  queueMail: QueueMail,
): Promise<{ id: string; token: string; expiresAt: string }> {
  const print = emailPrint(secrets, asked.email)
  await lockInvitee(tx, print)
  if ((await memberByEmail(tx, print)) !== undefined) throw new Refusal('team.member_exists')
  await closeLinksTo(tx, 'invitation', print)
  const made = await makeLink(tx, secrets, {
    ...asked,
    kind: 'invitation',
    madeBy: by.id,
    lasts: INVITATION_DAYS * DAY_MS,
  })
  const values = { token: made.token, inviter: by.name, name: asked.name, count: INVITATION_DAYS }
  await queueMail(tx, { to: asked.email.trim(), locale: asked.language, kind: 'team_invitation', values })
  await audit(tx, { actor: by.id, action: 'member.invited', subject: made.id, detail: { roles: asked.roles } })
  return { id: made.id, token: made.token, expiresAt: iso(made.expiresAt) }
}

export async function revokeInvitation(tx: Tx, id: string, actor: string): Promise<void> {
  const row = await invitationById(tx, id)
  if (row === undefined || !(await closeLink(tx, id))) throw new Refusal('team.invitation_not_found')
  await audit(tx, { actor, action: 'invitation.revoked', subject: id })
}

/** Open ones, newest first; also those whose time is over, so that somebody can renew them. */
export async function listInvitations({ store, secrets }: House, page: { limit: number; cursor?: string | undefined }) {
  const rows = await openInvitations(store.read, page.cursor, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  return {
    data: shown.map((row) => ({
      id: row.id,
      name: unsealed(secrets, row, 'name') ?? '',
      email: unsealed(secrets, row, 'email') ?? '',
      roles: rolesIn(row),
      madeAt: iso(row.madeAt),
      expiresAt: iso(row.expiresAt),
    })),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** A house without members: a token for its first admin, an older one ends. Null when there are members. */
export async function makeSetupLink(tx: Tx, secrets: Secrets): Promise<string | null> {
  if ((await countMembers(tx)) > 0) return null
  await closeLinksTo(tx, 'setup', null)
  const { token } = await makeLink(tx, secrets, {
    kind: 'setup',
    roles: ['admin'],
    language: 'en',
    madeBy: 'system',
    lasts: INVITATION_DAYS * DAY_MS,
  })
  return token
}

/** Whether anybody has joined. */
export const hasMembers = async (q: Queries): Promise<boolean> => (await countMembers(q)) > 0

/** Mails her a link for a new password; the one before ends. */
export async function mailReset(tx: Tx, secrets: Secrets, member: MemberRow, queueMail: QueueMail): Promise<void> {
  await closeLinksOf(tx, member.id)
  const { token } = await makeLink(tx, secrets, {
    kind: 'reset',
    memberId: member.id,
    roles: rolesIn(member),
    language: member.language,
    madeBy: member.id,
    lasts: RESET_HOURS * HOUR_MS,
  })
  const values = { token, count: RESET_HOURS }
  await queueMail(tx, { to: emailOf(secrets, member), locale: member.language, kind: 'team_reset', values })
  await audit(tx, { actor: member.id, action: 'password.reset_asked', subject: member.id })
}

interface NewLink {
  kind: LinkRow['kind']
  memberId?: string
  email?: string
  name?: string
  roles: readonly Role[]
  language: string
  madeBy: string
  lasts: number
}

async function makeLink(tx: Tx, secrets: Secrets, asked: NewLink) {
  const id = newId('teamLink', tx.now)
  const token = randomBytes(32).toString('base64url')
  const expiresAt = tx.now + asked.lasts
  const { email, name } = asked
  await insertLink(tx, {
    id,
    kind: asked.kind,
    tokenHash: sha256(token),
    memberId: asked.memberId ?? null,
    emailSealed: email === undefined ? null : secrets.seal(email.trim(), `${id}/email`),
    emailPrint: email === undefined ? null : emailPrint(secrets, email),
    nameSealed: name === undefined ? null : secrets.seal(name, `${id}/name`),
    roles: JSON.stringify([...new Set(asked.roles)]),
    language: asked.language,
    madeBy: asked.madeBy,
    madeAt: tx.now,
    expiresAt,
    closedAt: null,
  })
  return { id, token, expiresAt }
}

export function unsealed(secrets: Secrets, row: LinkRow, field: 'email' | 'name'): string | null {
  const sealed = field === 'email' ? row.emailSealed : row.nameSealed
  return sealed === null ? null : secrets.unseal(sealed, `${row.id}/${field}`)
}
