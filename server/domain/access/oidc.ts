// Signing in by the shop's own identity provider (OpenID Connect, code flow with PKCE): for members and for whoever was
// invited, known by the subject, the first time by an address that the provider calls verified.
import { createHash } from 'node:crypto'
import * as client from 'openid-client'
import type { House } from '#core/house.ts'
import { callOutside } from '#core/outside.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { unsealed } from './invite.ts'
import type { SignedIn } from './join.ts'
import { addMember, emailPrint, nameOf, rolesIn } from './members.ts'
import {
  changeMemberRow,
  closeLink,
  invitationFor,
  type MemberRow,
  memberByEmail,
  memberById,
  memberByOidc,
} from './queries-team.ts'
import { openSession } from './sessions.ts'
import type { From } from './sign-in.ts'
import { refuseTooManyTries, takeTry } from './slow-down.ts'
import { keepStep, takeStep } from './steps.ts'

const RETURN_PATH = '/console/sign-in/oidc'
const KNOWN_FOR_MS = 3_600_000
/** What the provider says of itself, for an hour. */
const known = new Map<string, { until: number; configuration: client.Configuration }>()

/** Where to send the browser, and the state that it has to come back with. 404 when there is no provider. */
export async function startOidc(house: House, from: From): Promise<{ url: string; state: string }> {
  const { store, secrets } = house
  refuseTooManyTries(await store.write((tx) => takeTry(tx, secrets, { network: from.network })))
  const configuration = await configurationOf(house)
  const verifier = client.randomPKCECodeVerifier()
  const nonce = client.randomNonce()
  const state = await store.write((tx) => keepStep(tx, secrets, 'oidc', { verifier, nonce }))
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${house.config.publicUrl}${RETURN_PATH}`,
    scope: 'openid email profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  return { url: url.href, state }
}

/** `answer` is the query of the address one came back to. Refuses alike whoever is neither a member nor invited. */
export async function signInByOidc(
  house: House,
  asked: { state: string; answer: string },
  from: From,
): Promise<SignedIn> {
  const { store, secrets } = house
  const step = await store.write((tx) => takeStep(tx, secrets, 'oidc', asked.state))
  if (step === null) throw refused()
  const said = await whoIsIt(house, asked, step)
  if (said === null) throw refused()
  return store.write(async (tx) => {
    const member = await memberFor(house, tx, said)
    if (member === undefined) throw refused()
    const opened = await openSession(tx, member.id, 'oidc', from.device)
    return { ...opened, memberId: member.id, name: nameOf(secrets, member) }
  })
}

const refused = () =>
  new Refusal('team.sign_in_refused', { detail: 'Nobody here is known by this account, or it took too long.' })

interface Said {
  /** Issuer and subject, as a print. */
  print: string
  email: string | null
  name: string | null
}

async function whoIsIt(
  house: House,
  asked: { state: string; answer: string },
  step: Record<string, string>,
): Promise<Said | null> {
  const configuration = await configurationOf(house)
  const address = new URL(`${house.config.publicUrl}${RETURN_PATH}`)
  address.search = asked.answer
  const tokens = await client
    .authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: step.verifier ?? '',
      expectedNonce: step.nonce ?? '',
      expectedState: asked.state,
      idTokenExpected: true,
    })
    .catch((error: unknown) => {
      house.log.warn({ error: String(error).slice(0, 200) }, 'the identity provider did not confirm a sign-in')
      return null
    })
  const claims = tokens?.claims()
  if (tokens === null || claims === undefined) return null
  const info =
    typeof claims.email === 'string' ? claims : await userInfo(configuration, tokens.access_token, claims.sub)
  return {
    print: createHash('sha256').update(`${claims.iss}\n${claims.sub}`).digest('base64url'),
    email: info.email_verified === true && typeof info.email === 'string' ? info.email : null,
    name: typeof info.name === 'string' && info.name !== '' ? info.name.slice(0, 120) : null,
  }
}

const userInfo = (
  configuration: client.Configuration,
  token: string,
  subject: string,
): Promise<Record<string, unknown>> => client.fetchUserInfo(configuration, token, subject).catch(() => ({}))

/** By the subject; else by a verified address, which is bound to the subject from then on; else an invitation is taken. */
async function memberFor({ secrets }: House, tx: Tx, said: Said): Promise<MemberRow | undefined> {
  const bound = await memberByOidc(tx, said.print)
  if (bound !== undefined || said.email === null) return bound
  const print = emailPrint(secrets, said.email)
  const member = await memberByEmail(tx, print)
  if (member !== undefined) {
    // Somebody else's account with the same address does not take over.
    if (member.oidcPrint !== null) return undefined
    await changeMemberRow(tx, member.id, { oidcPrint: said.print })
    return member
  }
  const link = await invitationFor(tx, print)
  if (link === undefined || link.expiresAt <= tx.now) return undefined
  const name = said.name ?? unsealed(secrets, link, 'name') ?? said.email
  if (!(await closeLink(tx, link.id))) return undefined
  const asked = {
    email: said.email,
    name,
    roles: rolesIn(link),
    language: link.language,
    passwordHash: null,
    oidcPrint: said.print,
  }
  return memberById(tx, await addMember(tx, secrets, asked))
}

async function configurationOf(house: House): Promise<client.Configuration> {
  const { oidc } = house.config
  if (oidc === undefined) throw new Refusal('request.not_found')
  const kept = known.get(oidc.issuer)
  if (kept !== undefined && kept.until > Date.now()) return kept.configuration
  const issuer = new URL(oidc.issuer)
  // Plain HTTP is taken only where OUTSIDE_ALLOW names the host, which the guarded call below looks after.
  const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
  const options: client.DiscoveryRequestOptions = { execute, [client.customFetch]: guardedFetch(house) }
  const configuration = await client
    .discovery(issuer, oidc.clientId, undefined, client.ClientSecretBasic(oidc.clientSecret), options)
    .catch((error: unknown) => {
      house.log.warn({ error: String(error).slice(0, 200) }, 'the identity provider could not be asked')
      throw new Refusal('server.busy', { detail: 'The identity provider does not answer.', retryAfter: 10 })
    })
  known.set(oidc.issuer, { until: Date.now() + KNOWN_FOR_MS, configuration })
  return configuration
}

/** As every call to the outside: the address that is really connected to is judged first. */
function guardedFetch(house: House): client.CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await callOutside(house, {
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
      maxBytes: 256 * 1024,
    })
    if ('failed' in answer) throw new Error(`the identity provider: ${answer.failed}`)
    const told = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) if (typeof value === 'string') told.set(name, value)
    return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers: told })
  }
}
