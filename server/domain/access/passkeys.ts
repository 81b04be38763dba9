// Passkeys of members (WebAuthn): added by whoever is signed in, and enough to sign in, because each proves possession and
// a person at it (user verification is required).
import type { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import { audit } from './audit.ts'
import type { SignedIn } from './join.ts'
import { emailOf, memberNamed, nameOf } from './members.ts'
import {
  deletePasskey,
  insertPasskey,
  type PasskeyRow,
  passkeyByCredential,
  passkeysOf,
  usePasskey,
} from './queries-team.ts'
import { openSession } from './sessions.ts'
import type { From } from './sign-in.ts'
import { refuseTooManyTries, takeTry } from './slow-down.ts'
import { keepStep, takeStep } from './steps.ts'

type Registration = Parameters<typeof verifyRegistrationResponse>[0]['response']
type Assertion = Parameters<typeof verifyAuthenticationResponse>[0]['response']
type Transports = NonNullable<Parameters<typeof verifyAuthenticationResponse>[0]['credential']['transports']>

/** Read by the first who needs it: it holds 10 MB, and most processes never see a passkey. */
const webauthn = () => import('@simplewebauthn/server')

const rpOf = ({ config }: House) => ({
  id: new URL(config.publicUrl).hostname,
  origin: new URL(config.publicUrl).origin,
})

/** What the browser is to make a passkey with. */
export async function beginPasskey(house: House, memberId: string) {
  const { store, secrets } = house
  const row = await memberNamed(store.read, memberId)
  const known = await passkeysOf(store.read, [memberId])
  const options = await (await webauthn()).generateRegistrationOptions({
    rpName: 'Vouchsafe',
    rpID: rpOf(house).id,
    userName: emailOf(secrets, row),
    userDisplayName: nameOf(secrets, row),
    userID: new TextEncoder().encode(memberId),
    attestationType: 'none',
    excludeCredentials: known.map((one) => ({ id: one.credentialId, transports: transportsOf(one) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const detail = { challenge: options.challenge, memberId }
  const step = await store.write((tx) => keepStep(tx, secrets, 'passkey.add', detail))
  return { step, options: { ...options } }
}

/** Answers the id. 422 `team.passkey_refused` for whatever does not answer the challenge of this member. */
export async function addPasskey(
  house: House,
  memberId: string,
  asked: { step: string; name: string; response: Registration },
): Promise<string> {
  const { store, secrets } = house
  const step = await store.write((tx) => takeStep(tx, secrets, 'passkey.add', asked.step))
  if (step?.memberId !== memberId) throw new Refusal('team.passkey_refused', { detail: 'It took too long; try again.' })
  const { id: expectedRPID, origin: expectedOrigin } = rpOf(house)
  const { verifyRegistrationResponse } = await webauthn()
  const said = await verifyRegistrationResponse({
    response: asked.response,
    expectedChallenge: step.challenge ?? '',
    expectedOrigin,
    expectedRPID,
  }).catch(() => null)
  if (said === null || !said.verified) throw new Refusal('team.passkey_refused')
  const { credential } = said.registrationInfo
  return store.write(async (tx) => {
    if ((await passkeyByCredential(tx, credential.id)) !== undefined) throw new Refusal('team.passkey_refused')
    const id = newId('passkey', tx.now)
    await insertPasskey(tx, {
      id,
      memberId,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: JSON.stringify(credential.transports ?? []),
      name: asked.name,
      madeAt: tx.now,
      usedAt: null,
    })
    await audit(tx, { actor: memberId, action: 'passkey.added', subject: memberId })
    return id
  })
}

export async function myPasskeys(q: Queries, memberId: string) {
  const rows = await passkeysOf(q, [memberId])
  return rows.map(({ id, name, madeAt, usedAt }) => ({ id, name, madeAt: iso(madeAt), usedAt: isoOrNull(usedAt) }))
}

export async function removePasskey(tx: Tx, id: string, memberId: string): Promise<void> {
  if (!(await deletePasskey(tx, id, memberId))) throw new Refusal('team.passkey_not_found')
  await audit(tx, { actor: memberId, action: 'passkey.removed', subject: memberId })
}

/** What the browser is to answer; it says nothing about who has a passkey. */
export async function askPasskey(house: House, from: From) {
  const { store, secrets } = house
  refuseTooManyTries(await store.write((tx) => takeTry(tx, secrets, { network: from.network })))
  const options = await (await webauthn()).generateAuthenticationOptions({
    rpID: rpOf(house).id,
    userVerification: 'required',
  })
  const step = await store.write((tx) => keepStep(tx, secrets, 'passkey.ask', { challenge: options.challenge }))
  return { step, options: { ...options } }
}

/** 401 `team.sign_in_refused` for whatever does not fit, alike. */
export async function signInByPasskey(
  house: House,
  asked: { step: string; response: Assertion },
  from: From,
): Promise<SignedIn> {
  const { store, secrets } = house
  const step = await store.write((tx) => takeStep(tx, secrets, 'passkey.ask', asked.step))
  const key = await passkeyByCredential(store.read, asked.response.id)
  const counter = step === null || key === undefined ? null : await verified(house, asked.response, key, step.challenge)
  if (key === undefined || counter === null)
    throw new Refusal('team.sign_in_refused', { detail: 'This passkey is not known here, or it took too long.' })
  return store.write(async (tx) => {
    const member = await memberNamed(tx, key.memberId)
    if (!(await usePasskey(tx, key.id, key.counter, counter))) throw new Refusal('team.sign_in_refused')
    const opened = await openSession(tx, member.id, 'passkey', from.device)
    return { ...opened, memberId: member.id, name: nameOf(secrets, member) }
  })
}

/** The counter that the authenticator says it has reached; null when the answer is not its own. */
async function verified(house: House, response: Assertion, key: PasskeyRow, challenge = ''): Promise<number | null> {
  const { id: expectedRPID, origin: expectedOrigin } = rpOf(house)
  const { verifyAuthenticationResponse } = await webauthn()
  const said = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    credential: {
      id: key.credentialId,
      publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
      counter: key.counter,
      transports: transportsOf(key),
    },
  }).catch(() => null)
  return said?.verified === true ? said.authenticationInfo.newCounter : null
}

const transportsOf = (row: PasskeyRow): Transports => JSON.parse(row.transports) as Transports
