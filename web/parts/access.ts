// What the key in use may do, and how a page says so when it may not.
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Role, Scope } from '#shared/kinds.ts'
import { scopesOf } from '#shared/kinds.ts'
import { whoAmI } from '../api/queries.ts'
import { currentKey, onSession } from '../api/session.ts'
import { listed } from '../ui/format.ts'

export function useKey(): string | null {
  return useSyncExternalStore(onSession, currentKey)
}

/** Null when the key has the scope (or is not known yet: the server decides anyway), else why not, in words. */
export function useWhyNot(scope: Scope): string | null {
  const me = useQuery(whoAmI)
  return whyNot(me.data?.scopes, scope)
}

/** Pure: the reason a key without the scope is told. */
export function whyNot(held: string[] | undefined, scope: Scope): string | null {
  if (held === undefined || held.includes(scope)) return null
  const able = (Object.keys(scopesOf) as Role[]).filter((role) => role !== 'admin' && scopesOf[role].includes(scope))
  const roles = able.length === 0 ? 'admin' : listed(['admin', ...able]).replace(' and ', ' or ')
  return `Your key may not do this. It takes a key with the role ${roles}.`
}
