// Doors of the team: signing in, one's own account, members and invitations.
import type { Request } from 'express'
import type { Doorkeeper, Principal } from '#access/authenticate.ts'
import { invite, listInvitations, type QueueMail, revokeInvitation } from '#access/invite.ts'
import { lookAtLink, useLink as takeLink } from '#access/join.ts'
import { changeMember, emailOf, listMembers, memberNamed, nameOf, removeMember, rolesIn } from '#access/members.ts'
import { signInByOidc, startOidc } from '#access/oidc.ts'
import { addPasskey, askPasskey, beginPasskey, myPasskeys, removePasskey, signInByPasskey } from '#access/passkeys.ts'
import { endSession, endSessions, IDLE_MS, mySessions } from '#access/sessions.ts'
import { askReset, changePassword, type From, signIn } from '#access/sign-in.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import type { teamDoors } from '#shared/doors/team.ts'
import { MINUTE_MS } from '#shared/time.ts'
import type { Routes } from '../endpoint.ts'

type Names = keyof typeof teamDoors
type Own = 'getMyself' | 'patchMyself' | 'changePassword' | 'signOut' | 'listMySessions' | 'endMySession'
type OwnKeys = 'listMyPasskeys' | 'beginPasskey' | 'addPasskey' | 'removePasskey'
type Office =
  | 'listMembers'
  | 'patchMember'
  | 'removeMember'
  | 'endMemberSessions'
  | 'listInvitations'
  | 'inviteMember'
  | 'revokeInvitation'

export const teamRoutes = (doorkeeper: Doorkeeper): Routes<Names> => ({
  ...signInRoutes,
  ...ownRoutes(doorkeeper),
  ...passkeyRoutes,
  ...officeRoutes(doorkeeper),
})

const fromOf = (req: Request): From => ({ network: req.ip ?? 'unknown', device: req.headers['user-agent'] ?? '' })

const mailer =
  (house: House): QueueMail =>
  (tx, mail) =>
    queueServiceMail(house, tx, { customerId: null, channel: 'email', ...mail })

/** Who is signed in; keys have no account. */
function memberOf({ id, session }: Principal): { id: string; session: string } {
  if (session === undefined) throw new Refusal('team.people_only')
  return { id, session }
}

const signInRoutes: Routes<Exclude<Names, Own | OwnKeys | Office>> = {
  signInWays: async ({ config }) => ({
    status: 200,
    body: { password: true, passkey: true, oidc: config.oidc === undefined ? null : { name: config.oidc.name } },
  }),
  signIn: async (house, { body, req }) => ({ status: 200, body: await signIn(house, body, fromOf(req)) }),
  askPasskey: async (house, { req }) => ({ status: 200, body: await askPasskey(house, fromOf(req)) }),
  signInByPasskey: async (house, { body, req }) => ({
    status: 200,
    body: await signInByPasskey(house, body as Parameters<typeof signInByPasskey>[1], fromOf(req)),
  }),
  startOidc: async (house, { req }) => ({ status: 200, body: await startOidc(house, fromOf(req)) }),
  signInByOidc: async (house, { body, req }) => ({ status: 200, body: await signInByOidc(house, body, fromOf(req)) }),
  lookAtLink: async (house, { body }) => ({ status: 200, body: await lookAtLink(house, body.token) }),
  useLink: async (house, { body, req }) => ({
    status: 200,
    body: await takeLink(house, { ...body, device: fromOf(req).device }),
  }),
  forgotPassword: async (house, { body, req }) => {
    await askReset(house, body.email, fromOf(req), mailer(house))
    return { status: 202 }
  },
}

const ownRoutes = (doorkeeper: Doorkeeper): Routes<Own> => ({
  getMyself: async (house, { principal }) => ({ status: 200, body: await myself(house, memberOf(principal).id) }),
  patchMyself: async (house, { principal, body }) => {
    const { id } = memberOf(principal)
    await house.store.write((tx) => changeMember(tx, house.secrets, id, body, id))
    doorkeeper.forget()
    return { status: 200, body: await myself(house, id) }
  },
  changePassword: async (house, { principal, body, req }) => {
    await changePassword(house, memberOf(principal), body, fromOf(req))
    doorkeeper.forget()
    return { status: 204 }
  },
  signOut: async ({ store }, { principal }) => {
    const { id, session } = memberOf(principal)
    await store.write((tx) => endSession(tx, session, id))
    doorkeeper.forget()
    return { status: 204 }
  },
  listMySessions: async ({ store, clock }, { principal }) => {
    const { id, session } = memberOf(principal)
    return { status: 200, body: { data: await mySessions(store.read, id, session, clock.now()) } }
  },
  endMySession: async ({ store }, { principal, params }) => {
    const { id } = memberOf(principal)
    await store.write((tx) => endSession(tx, params.id, id))
    doorkeeper.forget()
    return { status: 204 }
  },
})

async function myself({ store, secrets }: House, id: string) {
  const row = await memberNamed(store.read, id)
  return {
    id,
    name: nameOf(secrets, row),
    email: emailOf(secrets, row),
    roles: rolesIn(row),
    language: row.language,
    hasPassword: row.passwordHash !== null,
    idleMinutes: IDLE_MS / MINUTE_MS,
  }
}

const passkeyRoutes: Routes<OwnKeys> = {
  listMyPasskeys: async ({ store }, { principal }) => ({
    status: 200,
    body: { data: await myPasskeys(store.read, memberOf(principal).id) },
  }),
  beginPasskey: async (house, { principal }) => ({
    status: 200,
    body: await beginPasskey(house, memberOf(principal).id),
  }),
  addPasskey: async (house, { principal, body }) => {
    const asked = body as Parameters<typeof addPasskey>[2]
    return { status: 201, body: { id: await addPasskey(house, memberOf(principal).id, asked) } }
  },
  removePasskey: async ({ store }, { principal, params }) => {
    await store.write((tx) => removePasskey(tx, params.id, memberOf(principal).id))
    return { status: 204 }
  },
}

const officeRoutes = (doorkeeper: Doorkeeper): Routes<Office> => ({
  listMembers: async (house, { query }) => ({ status: 200, body: await listMembers(house, query) }),
  patchMember: async (house, { params, body, principal }) => {
    const member = await house.store.write((tx) => changeMember(tx, house.secrets, params.id, body, principal.id))
    doorkeeper.forget()
    return { status: 200, body: member }
  },
  removeMember: async ({ store }, { params, principal }) => {
    await store.write((tx) => removeMember(tx, params.id, principal.id))
    doorkeeper.forget()
    return { status: 204 }
  },
  endMemberSessions: async ({ store }, { params }) => {
    await store.write(async (tx) => endSessions(tx, (await memberNamed(tx, params.id)).id))
    doorkeeper.forget()
    return { status: 204 }
  },
  listInvitations: async (house, { query }) => ({ status: 200, body: await listInvitations(house, query) }),
  inviteMember: async (house, { body, principal }) => {
    const made = await house.store.write((tx) => invite(tx, house.secrets, body, principal, mailer(house)))
    const link = `${house.config.publicUrl}/console/join#token=${made.token}`
    return {
      status: 201,
      // Where mails go out, the link is its reader's alone.
      body: { id: made.id, expiresAt: made.expiresAt, link: house.config.smtpUrl === undefined ? link : null },
    }
  },
  revokeInvitation: async ({ store }, { params, principal }) => {
    await store.write((tx) => revokeInvitation(tx, params.id, principal.id))
    return { status: 204 }
  },
})
