// What the key or person in use may do, and how a page says so when it may not.
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Role, Scope } from '#shared/kinds.ts'
import { scopesOf } from '#shared/kinds.ts'
import { whoAmI } from '../api/queries.ts'
import { currentKey, onSession } from '../api/session.ts'
import { wordsOf } from '../console/words.ts'
import { readerLocale } from '../ui/language.ts'

export function useKey(): string | null {
  return useSyncExternalStore(onSession, currentKey)
}

/** Null when one of the scopes is held (or who asks is not known yet: the server decides anyway), else why not, in words. */
export function useWhyNot(...scopes: Scope[]): string | null {
  const me = useQuery(whoAmI)
  return whyNot(me.data?.scopes, ...scopes)
}

/** Pure: the reason that somebody with none of the scopes is told. */
export function whyNot(held: string[] | undefined, ...scopes: readonly Scope[]): string | null {
  if (held === undefined || scopes.some((scope) => held.includes(scope))) return null
  const able = (Object.keys(scopesOf) as Role[]).filter(
    (role) => role === 'admin' || scopes.some((scope) => scopesOf[role].includes(scope)),
  )
  const roles = new Intl.ListFormat(readerLocale(), { type: 'disjunction' }).format(able.map(roleInWords))
  return wordsOf('shell')('whyNot', { roles })
}

export const roleInWords = (role: Role): string => wordsOf('shell')(`role.${role}`)
