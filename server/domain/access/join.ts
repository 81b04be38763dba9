// What becomes of a link: somebody joins, or sets a new password. Links that were used, taken back, are too old or were never
// made are refused alike.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { type Secrets, sha256 } from '#core/secrets.ts'
import type { Queries, Tx } from '#db/store.ts'
import { audit } from './audit.ts'
import { unsealed } from './invite.ts'
import { addMember, emailOf, memberNamed, nameOf, rolesIn } from './members.ts'
import { hashPassword, refuseWeak } from './password.ts'
import { changeMemberRow, closeLink, countMembers, type LinkRow, openLinkByHash } from './queries-team.ts'
import { endSessions, type Opened, openSession } from './sessions.ts'

export interface SignedIn extends Opened {
  memberId: string
  name: string
}

async function openLink(q: Queries, token: string, now: number): Promise<LinkRow> {
  const row = await openLinkByHash(q, sha256(token))
  if (row === undefined || row.expiresAt <= now) throw new Refusal('team.link_invalid')
  return row
}

/** What the link is for; looking changes nothing. */
export async function lookAtLink({ store, secrets, clock }: House, token: string) {
  const row = await openLink(store.read, token, clock.now())
  const member = row.memberId === null ? null : await memberNamed(store.read, row.memberId)
  return {
    kind: row.kind,
    email: member === null ? unsealed(secrets, row, 'email') : emailOf(secrets, member),
    name: member === null ? unsealed(secrets, row, 'name') : nameOf(secrets, member),
    roles: rolesIn(row),
    expiresAt: iso(row.expiresAt),
  }
}

export interface LinkUse {
  token: string
  password: string
  name?: string | undefined
  email?: string | undefined
  device: string
}

/** Uses the link up and signs in. The first admin says her address and name; whoever was invited has both. */
export async function useLink(house: House, asked: LinkUse): Promise<SignedIn> {
  const { store, secrets } = house
  const shown = await lookAtLink(house, asked.token)
  const email = shown.kind === 'setup' ? asked.email : (shown.email ?? asked.email)
  const name = shown.kind === 'reset' ? shown.name : (asked.name ?? shown.name)
  if (email === undefined || email === null || name === null)
    throw new Refusal('request.invalid', { errors: lacking(email, name) })
  refuseWeak(asked.password, [email, name])
  const passwordHash = await hashPassword(asked.password)
  return store.write(async (tx) => {
    const link = await openLink(tx, asked.token, tx.now)
    if (!(await closeLink(tx, link.id))) throw new Refusal('team.link_invalid')
    const memberId =
      link.kind === 'reset'
        ? await setPassword(tx, link, passwordHash)
        : await join(tx, secrets, link, { email, name, passwordHash })
    return { ...(await openSession(tx, memberId, 'link', asked.device)), memberId, name }
  })
}

const lacking = (email: string | null | undefined, name: string | null) => [
  ...(email === undefined || email === null ? [{ path: 'email', message: 'is needed for the first admin' }] : []),
  ...(name === null ? [{ path: 'name', message: 'is needed for the first admin' }] : []),
]

async function join(
  tx: Tx,
  secrets: Secrets,
  link: LinkRow,
  own: { email: string; name: string; passwordHash: string },
): Promise<string> {
  // The link of the first admin is good for a first admin only.
  if (link.kind === 'setup' && (await countMembers(tx)) > 0) throw new Refusal('team.link_invalid')
  return addMember(tx, secrets, { ...own, roles: rolesIn(link), language: link.language })
}

async function setPassword(tx: Tx, link: LinkRow, passwordHash: string): Promise<string> {
  const { id } = await memberNamed(tx, link.memberId ?? '')
  await changeMemberRow(tx, id, { passwordHash })
  await endSessions(tx, id)
  await audit(tx, { actor: id, action: 'password.set', subject: id })
  return id
}
