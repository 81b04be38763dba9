// The way out: a session is ended on the server as well, a key is only forgotten.
import { call } from '../api/call.ts'
import { currentKey, forgetKey, type WhyLeft } from '../api/session.ts'

/** Forgets at once, whatever the server says: it ends the session by itself where it could not be told. */
export async function signOut(isMember: boolean, because: WhyLeft | null = null): Promise<void> {
  const key = currentKey()
  forgetKey(because)
  if (isMember && key !== null) await call('signOut', { key }).catch(() => {})
}
