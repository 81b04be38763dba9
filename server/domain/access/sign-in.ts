// Signing in with a password, and asking for a new one: alike for everybody, whether the address is a member's or not.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { audit } from './audit.ts'
import { mailReset, type QueueMail } from './invite.ts'
import type { SignedIn } from './join.ts'
import { emailOf, emailPrint, memberNamed, nameOf, spellAddress } from './members.ts'
import { fitsPassword, hashPassword, refuseWeak } from './password.ts'
import { changeMemberRow, memberByEmail } from './queries-team.ts'
import { endSessions, openSession } from './sessions.ts'
import { forgiveTries, refuseTooManyTries, takeTry } from './slow-down.ts'

export interface From {
  /** The address of the network, for counting tries. */
  network: string
  /** What the browser calls itself. */
  device: string
}

/** 401 `team.sign_in_refused` for an unknown address and a wrong password alike, 429 after too many of either. */
export async function signIn(house: House, asked: { email: string; password: string }, from: From): Promise<SignedIn> {
  const { store, secrets } = house
  const email = spellAddress(asked.email)
  refuseTooManyTries(await store.write((tx) => takeTry(tx, secrets, { email, network: from.network })))
  const row = await memberByEmail(store.read, emailPrint(secrets, email))
  const fits = await fitsPassword(asked.password, row?.passwordHash)
  if (!fits || row === undefined) {
    const subject = row?.id ?? 'unknown'
    await store.write((tx) => audit(tx, { actor: 'nobody', action: 'sign_in.refused', subject }))
    throw new Refusal('team.sign_in_refused', { detail: 'The e-mail address or the password is wrong.' })
  }
  return store.write(async (tx) => {
    // Whoever was removed, or changed the password, while it was compared.
    const current = await memberNamed(tx, row.id)
    if (current.passwordHash !== row.passwordHash) throw new Refusal('team.sign_in_refused')
    await forgiveTries(tx, secrets, email)
    return { ...(await openSession(tx, row.id, 'password', from.device)), memberId: row.id, name: nameOf(secrets, row) }
  })
}

/** Says nothing about whether anybody has this address. */
export async function askReset(house: House, email: string, from: From, queueMail: QueueMail): Promise<void> {
  const { store, secrets } = house
  const who = { email: `reset ${spellAddress(email)}`, network: from.network }
  const wait = await store.write(async (tx) => {
    const seconds = await takeTry(tx, secrets, who)
    const member = await memberByEmail(tx, emailPrint(secrets, email))
    if (seconds === 0 && member !== undefined) await mailReset(tx, secrets, member, queueMail)
    return seconds
  })
  refuseTooManyTries(wait)
}

/** All other sessions end. 422 `team.password_wrong` when the current one is not it. */
export async function changePassword(
  house: House,
  who: { id: string; session: string },
  asked: { current: string; next: string },
  from: From,
): Promise<void> {
  const { store, secrets } = house
  const row = await memberNamed(store.read, who.id)
  const email = emailOf(secrets, row)
  refuseTooManyTries(
    await store.write((tx) => takeTry(tx, secrets, { email: spellAddress(email), network: from.network })),
  )
  if (!(await fitsPassword(asked.current, row.passwordHash))) throw new Refusal('team.password_wrong')
  refuseWeak(asked.next, [email, nameOf(secrets, row)])
  const passwordHash = await hashPassword(asked.next)
  await store.write(async (tx) => {
    await changeMemberRow(tx, who.id, { passwordHash })
    await forgiveTries(tx, secrets, spellAddress(email))
    await endSessions(tx, who.id, who.session)
    await audit(tx, { actor: who.id, action: 'password.changed', subject: who.id })
  })
}
