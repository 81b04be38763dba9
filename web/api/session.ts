// The key, or the token of a session, that this tab is signed in with: kept in sessionStorage only, so it ends with the tab and never becomes a cookie.

const SLOT = 'vouchsafe.key'
/** Why the session ended outlives a reload: whoever presses it while the page says so still wants to know. */
const LEFT = 'vouchsafe.left'
/** The server no longer takes it, or nobody was here for a while. */
export type WhyLeft = 'refused' | 'idle'

const listeners = new Set<() => void>()

/** The key in use, or null when nobody is signed in. */
export function currentKey(): string | null {
  return sessionStorage.getItem(SLOT)
}

/** Keeps a key for this tab. */
export function keepKey(key: string): void {
  sessionStorage.removeItem(LEFT)
  sessionStorage.setItem(SLOT, key)
  tell()
}

/** Forgets the key. `because` is shown on the sign-in page until somebody signs in. */
export function forgetKey(because: WhyLeft | null = null): void {
  if (because === null) sessionStorage.removeItem(LEFT)
  else sessionStorage.setItem(LEFT, because)
  sessionStorage.removeItem(SLOT)
  tell()
}

/** Why the last session ended, when it was not the person's own wish. */
export function whyLeft(): WhyLeft | null {
  const kept = sessionStorage.getItem(LEFT)
  return kept === 'refused' || kept === 'idle' ? kept : null
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell() {
  for (const listener of listeners) listener()
}

/** The key in a fragment such as `#key=vsk_…`, or null. A fragment never reaches a server or its logs. */
export function keyInFragment(fragment: string): string | null {
  const key = new URLSearchParams(fragment.replace(/^#/, '')).get('key')
  return key === null || key === '' ? null : key
}

/** Takes a ready sign-in from the address bar and removes it there at once, also from the history entry. */
export function takeKeyFromAddress(): void {
  const key = keyInFragment(location.hash)
  if (key === null) return
  history.replaceState(history.state, '', location.pathname + location.search)
  keepKey(key)
}

/** A header can hold printable ASCII only; anything else was never a key. */
export function isSendable(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key)
}
