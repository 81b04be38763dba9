// Passkeys in the browser; loaded when one is made or used. Refused by the browser: throws.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type { BodySent } from '#shared/api.ts'

type Creation = Parameters<typeof startRegistration>[0]['optionsJSON']
type Request = Parameters<typeof startAuthentication>[0]['optionsJSON']

export async function makePasskey(options: Record<string, unknown>): Promise<BodySent<'addPasskey'>['response']> {
  const optionsJSON = options as unknown as Creation
  return clean(await startRegistration({ optionsJSON })) as BodySent<'addPasskey'>['response']
}

export async function answerChallenge(
  options: Record<string, unknown>,
): Promise<BodySent<'signInByPasskey'>['response']> {
  const optionsJSON = options as unknown as Request
  return clean(await startAuthentication({ optionsJSON })) as BodySent<'signInByPasskey'>['response']
}

/** Without what is undefined, as it goes over the wire. */
const clean = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
