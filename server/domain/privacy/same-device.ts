// Tells whether a guardian's yes comes from where the child asked: one address with one browser is taken for one person.
import { networkOf } from '#consent/ask-limits.ts'
import { peekToken } from '#consent/tokens.ts'
import type { House } from '#core/house.ts'
import { makeHmac } from '#core/secrets.ts'
import type { Queries } from '#db/store.ts'

export interface Seen {
  clientAddress?: string | undefined
  userAgent?: string | undefined
  /** The token of a signed-in visit that came along; '' or absent without one. */
  session?: string | undefined
}

/** A fingerprint that is kept with the ask and goes with it; null for the machine itself, behind which a proxy hides everybody. */
export function deviceOf({ secrets }: House, { clientAddress, userAgent = '' }: Seen): string | null {
  const network = networkOf(clientAddress)
  if (clientAddress === undefined || network === null || network.startsWith('127.') || network === '0:0:0::/48')
    return null
  // a browser changes the end of its IPv6 address by itself
  const address = network.endsWith('/48') ? network : clientAddress.replace(/^::ffff:/i, '')
  return makeHmac(secrets.derive('device/v1'))(`${address}\n${userAgent}`)
}

/** Devices as a token is bound to them. */
export const joinDevices = (devices: readonly (string | null | undefined)[]): Record<string, string> => {
  const known = [...new Set(devices.flatMap((one) => one?.split(' ') ?? []))]
  return known.length === 0 ? {} : { device: known.join(' ') }
}

/** Whether an answer comes from one of the child's devices, or with the child's own visit. */
export async function isOfTheChild(
  house: House,
  q: Queries,
  asked: { customerId: string; devices: string | undefined; now: number },
  seen: Seen,
): Promise<boolean> {
  const own = deviceOf(house, seen)
  if (own !== null && asked.devices?.split(' ').includes(own)) return true
  const visit = await peekToken(q, 'session', seen.session ?? '', asked.now)
  return visit?.customerId === asked.customerId
}
