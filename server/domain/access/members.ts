// Members of the team: who they are, what they may do, and how they leave.
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Secrets } from '#core/secrets.ts'
import { tell } from '#db/signals.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Role } from '#shared/kinds.ts'
import { audit } from './audit.ts'
import {
  changeMemberRow,
  closeLinksOf,
  deletePasskeysOf,
  insertMember,
  type MemberRow,
  memberByEmail,
  memberById,
  membersBefore,
  membersOf,
  otherAdmins,
  passkeysOf,
} from './queries-team.ts'
import { endSessions } from './sessions.ts'

export interface NewMember {
  email: string
  name: string
  roles: readonly Role[]
  language: string
  passwordHash: string | null
  oidcPrint?: string | null
}

export const emailPrint = (secrets: Secrets, email: string): string =>
  secrets.print('address', `team member ${spellAddress(email)}`)
export const spellAddress = (email: string): string => email.trim().normalize('NFC').toLowerCase()
export const rolesIn = (row: { roles: string }): Role[] => JSON.parse(row.roles) as Role[]

/** Answers the id. Refuses an address that is a member's (`team.member_exists`). */
export async function addMember(tx: Tx, secrets: Secrets, asked: NewMember): Promise<string> {
  const print = emailPrint(secrets, asked.email)
  if ((await memberByEmail(tx, print)) !== undefined) throw new Refusal('team.member_exists')
  const id = newId('member', tx.now)
  await insertMember(tx, {
    id,
    emailSealed: secrets.seal(asked.email.trim(), `${id}/email`),
    emailPrint: print,
    nameSealed: secrets.seal(asked.name, `${id}/name`),
    roles: JSON.stringify([...new Set(asked.roles)]),
    passwordHash: asked.passwordHash,
    oidcPrint: asked.oidcPrint ?? null,
    language: asked.language,
    joinedAt: tx.now,
    seenAt: tx.now,
    removedAt: null,
  })
  await audit(tx, { actor: id, action: 'member.joined', subject: id, detail: { roles: asked.roles } })
  return id
}

export async function memberNamed(q: Queries, id: string): Promise<MemberRow> {
  const row = await memberById(q, id)
  if (row === undefined) throw new Refusal('team.member_not_found')
  return row
}

export const nameOf = (secrets: Secrets, row: MemberRow): string => secrets.unseal(row.nameSealed, `${row.id}/name`)
export const emailOf = (secrets: Secrets, row: MemberRow): string => secrets.unseal(row.emailSealed, `${row.id}/email`)

/** Newest first. */
export async function listMembers({ store, secrets }: House, page: { limit: number; cursor?: string | undefined }) {
  const rows = await membersBefore(store.read, page.cursor, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  const keys = await passkeysOf(
    store.read,
    shown.map(({ id }) => id),
  )
  const count = (id: string) => keys.filter(({ memberId }) => memberId === id).length
  return {
    data: shown.map((row) => describe(secrets, row, count(row.id))),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** Name or roles. Refuses to take `admin` from the last who has it. New roles count from the next request on. */
export async function changeMember(
  tx: Tx,
  secrets: Secrets,
  id: string,
  change: { name?: string | undefined; roles?: readonly Role[] | undefined; language?: string | undefined },
  actor: string,
) {
  const before = await memberNamed(tx, id)
  const { name, roles, language } = change
  if (roles !== undefined && !roles.includes('admin')) await refuseLastAdmin(tx, before)
  const next = {
    ...(name === undefined ? {} : { nameSealed: secrets.seal(name, `${id}/name`) }),
    ...(roles === undefined ? {} : { roles: JSON.stringify([...new Set(roles)]) }),
    ...(language === undefined ? {} : { language }),
  }
  if (Object.keys(next).length > 0) await changeMemberRow(tx, id, next)
  await tell(tx, 'keys')
  const detail = { fields: Object.keys(change), ...(roles === undefined ? {} : { roles, before: rolesIn(before) }) }
  await audit(tx, { actor, action: 'member.changed', subject: id, detail })
  return describe(secrets, await memberNamed(tx, id), (await passkeysOf(tx, [id])).length)
}

/** She is signed out everywhere at once; her name stays for the audit log alone. */
export async function removeMember(tx: Tx, id: string, actor: string): Promise<void> {
  const row = await memberNamed(tx, id)
  await refuseLastAdmin(tx, row)
  await changeMemberRow(tx, id, { removedAt: tx.now, passwordHash: null, oidcPrint: null })
  await deletePasskeysOf(tx, id)
  await closeLinksOf(tx, id)
  await endSessions(tx, id)
  await audit(tx, { actor, action: 'member.removed', subject: id })
}

async function refuseLastAdmin(tx: Tx, row: MemberRow): Promise<void> {
  if (!rolesIn(row).includes('admin')) return
  if ((await otherAdmins(tx, row.id)).length === 0) throw new Refusal('team.last_admin')
}

/** Names for ids of members, also of those who left; for the audit log. */
export async function namesOfMembers({ store, secrets }: House, ids: string[]): Promise<Map<string, string>> {
  return new Map((await membersOf(store.read, ids)).map((row) => [row.id, nameOf(secrets, row)]))
}

function describe(secrets: Secrets, row: MemberRow, passkeys: number) {
  return {
    id: row.id,
    name: nameOf(secrets, row),
    email: emailOf(secrets, row),
    roles: rolesIn(row),
    joinedAt: iso(row.joinedAt),
    seenAt: isoOrNull(row.seenAt),
    passkeys,
    hasPassword: row.passwordHash !== null,
  }
}
