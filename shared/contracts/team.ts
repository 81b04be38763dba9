// What crosses the wire about the people of the shop: members, invitations, sessions, passkeys, signing in.
import { z } from 'zod'
import { roles } from '../kinds.ts'
import { instant, locale, text } from './words.ts'

const roleList = z.array(z.enum(roles)).min(1).max(roles.length)
const email = text(254).regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')
const name = text(120)
const token = text(100)
/** Twelve characters or more; which of them is nobody's business. */
const newPassword = text(200).min(12, 'must have twelve characters or more')
const givenPassword = text(200)

export const memberAsked = z.strictObject({ email, name, roles: roleList, language: locale.default('en') })
export const memberChange = z.strictObject({ name: name.optional(), roles: roleList.optional() })
export const member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: roleList,
  joinedAt: instant,
  seenAt: instant.nullable(),
  passkeys: z.int(),
  hasPassword: z.boolean(),
})
export const invitation = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: roleList,
  madeAt: instant,
  expiresAt: instant,
})
export const invited = z.object({
  id: z.string(),
  expiresAt: instant,
  link: z.string().nullable().describe('only where no mail can be sent: to be handed over; shown once'),
})

export const ways = z.object({
  password: z.boolean(),
  passkey: z.boolean(),
  oidc: z.object({ name: z.string() }).nullable(),
})
export const signIn = z.strictObject({ email, password: givenPassword })
export const signedIn = z.object({
  token: z.string().describe('a bearer token like a key; it ends after 30 minutes of silence or 12 hours'),
  endsAt: instant,
  idleMinutes: z.int(),
  memberId: z.string(),
  name: z.string(),
})
const step = text(64)
/** What the browser's own credential call gives, as @simplewebauthn/browser writes it. */
const base64url = text(20_000).regex(/^[A-Za-z0-9_-]+$/, 'must be base64url')
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.record(text(100), z.unknown()),
}
export const challenge = z.object({ step: z.string(), options: z.record(z.string(), z.unknown()) })
export const passkeyAnswer = z.strictObject({
  step,
  response: z.strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.optional(),
    }),
  }),
})
export const newPasskey = z.strictObject({
  step,
  name,
  response: z.strictObject({
    ...credential,
    response: z.strictObject({
      clientDataJSON: base64url,
      attestationObject: base64url,
      authenticatorData: base64url.optional(),
      transports: z.array(text(20)).max(10).optional(),
      publicKeyAlgorithm: z.int().optional(),
      publicKey: base64url.optional(),
    }),
  }),
})
export const passkeyMade = z.object({ id: z.string() })
export const passkey = z.object({
  id: z.string(),
  name: z.string(),
  madeAt: instant,
  usedAt: instant.nullable(),
})
export const passkeys = z.object({ data: z.array(passkey) })

export const oidcStarted = z.object({ url: z.string(), state: z.string() })
export const oidcAnswer = z.strictObject({
  state: text(100),
  answer: text(4000).describe('the query of the address one came back to'),
})

export const linkShown = z.strictObject({ token })
export const linkSaid = z.object({
  kind: z.enum(['setup', 'invitation', 'reset']),
  email: z.string().nullable(),
  name: z.string().nullable(),
  roles: roleList,
  expiresAt: instant,
})
export const linkUsed = z.strictObject({
  token,
  password: newPassword,
  name: name.optional(),
  email: email.optional().describe('asked of the first admin only'),
})
export const forgotten = z.strictObject({ email })
export const passwordChange = z.strictObject({ current: givenPassword, next: newPassword })
export const myself = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: roleList,
  language: z.string(),
  hasPassword: z.boolean(),
  idleMinutes: z.int(),
})
export const mySelfChange = z.strictObject({ name: name.optional(), language: locale.optional() })
export const session = z.object({
  id: z.string(),
  way: z.enum(['password', 'passkey', 'oidc', 'link']),
  device: z.string(),
  madeAt: instant,
  seenAt: instant,
  endsAt: instant,
  isThis: z.boolean(),
})
export const sessions = z.object({ data: z.array(session) })
