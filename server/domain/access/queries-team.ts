// All SQL of members, their links and their passkeys.
import { and, desc, eq, inArray, isNotNull, isNull, like, lt, sql } from 'drizzle-orm'
import type { Queries, Tx } from '#db/store.ts'
import { teamLinks, teamMembers, teamPasskeys } from '#db/tables/access.ts'

export type MemberRow = typeof teamMembers.$inferSelect
export type LinkRow = typeof teamLinks.$inferSelect
export type PasskeyRow = typeof teamPasskeys.$inferSelect

export const insertMember = (tx: Tx, row: MemberRow) => tx.insert(teamMembers).values(row)

const living = isNull(teamMembers.removedAt)

export async function memberById(q: Queries, id: string): Promise<MemberRow | undefined> {
  const [row] = await q
    .select()
    .from(teamMembers)
    .where(and(eq(teamMembers.id, id), living))
  return row
}

export async function memberByEmail(q: Queries, emailPrint: string): Promise<MemberRow | undefined> {
  const [row] = await q
    .select()
    .from(teamMembers)
    .where(and(eq(teamMembers.emailPrint, emailPrint), living))
  return row
}

export async function memberByOidc(q: Queries, oidcPrint: string): Promise<MemberRow | undefined> {
  const [row] = await q
    .select()
    .from(teamMembers)
    .where(and(eq(teamMembers.oidcPrint, oidcPrint), living))
  return row
}

export const membersBefore = (q: Queries, cursor: string | undefined, limit: number): Promise<MemberRow[]> =>
  q
    .select()
    .from(teamMembers)
    .where(and(living, cursor === undefined ? undefined : lt(teamMembers.id, cursor)))
    .orderBy(desc(teamMembers.id))
    .limit(limit)

/** Whoever they are and were: to say names in the audit log. */
export const membersOf = (q: Queries, ids: string[]): Promise<MemberRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : q.select().from(teamMembers).where(inArray(teamMembers.id, ids))

export const changeMemberRow = (tx: Tx, id: string, change: Partial<MemberRow>) =>
  tx.update(teamMembers).set(change).where(eq(teamMembers.id, id))

/** Locked, so that of two admins who remove each other one stays. */
export async function otherAdmins(tx: Tx, id: string): Promise<string[]> {
  await tx.rows(sql`select id from team_members where removed_at is null order by id${tx.forUpdate()}`)
  const rows = await tx
    .select({ id: teamMembers.id })
    .from(teamMembers)
    .where(and(living, like(teamMembers.roles, '%"admin"%')))
  return rows.map((row) => row.id).filter((one) => one !== id)
}

export async function countMembers(q: Queries): Promise<number> {
  const [row] = await q.rows<{ n: number }>(sql`select count(*) as n from team_members where removed_at is null`)
  return Number(row?.n ?? 0)
}

/** Of two who invite one address at once the second waits, and ends the first one's link. */
export async function lockInvitee(tx: Tx, emailPrint: string): Promise<void> {
  if (tx.engine === 'postgres') await tx.rows(sql`select pg_advisory_xact_lock(hashtext(${`invite ${emailPrint}`}))`)
}

export const insertLink = (tx: Tx, row: LinkRow) => tx.insert(teamLinks).values(row)

export async function openLinkByHash(q: Queries, tokenHash: string): Promise<LinkRow | undefined> {
  const [row] = await q
    .select()
    .from(teamLinks)
    .where(and(eq(teamLinks.tokenHash, tokenHash), isNull(teamLinks.closedAt)))
  return row
}

export async function invitationFor(q: Queries, emailPrint: string): Promise<LinkRow | undefined> {
  const [row] = await q
    .select()
    .from(teamLinks)
    .where(and(eq(teamLinks.emailPrint, emailPrint), eq(teamLinks.kind, 'invitation'), isNull(teamLinks.closedAt)))
  return row
}

/** True for the one that closed it. */
export async function closeLink(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx
    .update(teamLinks)
    .set({ closedAt: tx.now, emailSealed: null, nameSealed: null })
    .where(and(eq(teamLinks.id, id), isNull(teamLinks.closedAt)))
    .returning({ id: teamLinks.id })
  return rows.length === 1
}

/** Invitations of an address; the first admin's links when there is no address. */
export const closeLinksTo = (tx: Tx, kind: LinkRow['kind'], emailPrint: string | null) =>
  tx
    .update(teamLinks)
    .set({ closedAt: tx.now, emailSealed: null, nameSealed: null })
    .where(
      and(
        eq(teamLinks.kind, kind),
        emailPrint === null ? undefined : eq(teamLinks.emailPrint, emailPrint),
        isNull(teamLinks.closedAt),
      ),
    )

export const closeLinksOf = (tx: Tx, memberId: string) =>
  tx
    .update(teamLinks)
    .set({ closedAt: tx.now })
    .where(and(eq(teamLinks.memberId, memberId), isNull(teamLinks.closedAt)))

export const openInvitations = (q: Queries, cursor: string | undefined, limit: number): Promise<LinkRow[]> =>
  q
    .select()
    .from(teamLinks)
    .where(
      and(
        eq(teamLinks.kind, 'invitation'),
        isNull(teamLinks.closedAt),
        isNotNull(teamLinks.emailSealed),
        cursor === undefined ? undefined : lt(teamLinks.id, cursor),
      ),
    )
    .orderBy(desc(teamLinks.id))
    .limit(limit)

export async function invitationById(q: Queries, id: string): Promise<LinkRow | undefined> {
  const [row] = await q
    .select()
    .from(teamLinks)
    .where(and(eq(teamLinks.id, id), eq(teamLinks.kind, 'invitation'), isNull(teamLinks.closedAt)))
  return row
}

export const insertPasskey = (tx: Tx, row: PasskeyRow) => tx.insert(teamPasskeys).values(row)

export const passkeysOf = (q: Queries, memberIds: string[]): Promise<PasskeyRow[]> =>
  memberIds.length === 0
    ? Promise.resolve([])
    : q.select().from(teamPasskeys).where(inArray(teamPasskeys.memberId, memberIds)).orderBy(teamPasskeys.id)

export async function passkeyByCredential(q: Queries, credentialId: string): Promise<PasskeyRow | undefined> {
  const [row] = await q.select().from(teamPasskeys).where(eq(teamPasskeys.credentialId, credentialId))
  return row
}

/** A counter that has not grown was copied: then nothing is changed. Zero is what authenticators without one say. */
export async function usePasskey(tx: Tx, id: string, before: number, counter: number): Promise<boolean> {
  const rows = await tx
    .update(teamPasskeys)
    .set({ counter, usedAt: tx.now })
    .where(and(eq(teamPasskeys.id, id), eq(teamPasskeys.counter, before)))
    .returning({ id: teamPasskeys.id })
  return rows.length === 1
}

export async function deletePasskey(tx: Tx, id: string, memberId: string): Promise<boolean> {
  const rows = await tx
    .delete(teamPasskeys)
    .where(and(eq(teamPasskeys.id, id), eq(teamPasskeys.memberId, memberId)))
    .returning({ id: teamPasskeys.id })
  return rows.length === 1
}

export const deletePasskeysOf = (tx: Tx, memberId: string) =>
  tx.delete(teamPasskeys).where(eq(teamPasskeys.memberId, memberId))
