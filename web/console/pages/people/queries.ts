// What the pages of the team ask for, by name.
import { queryOptions } from '@tanstack/react-query'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'

export const signInWays = queryOptions({
  queryKey: ['sign-in ways'],
  queryFn: ({ signal }) => call('signInWays', { signal, key: null }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const myself = queryOptions({ queryKey: ['myself'], queryFn: ({ signal }) => call('getMyself', { signal }) })
export const mySessions = queryOptions({
  queryKey: ['my sessions'],
  queryFn: ({ signal }) => call('listMySessions', { signal }),
})
export const myPasskeys = queryOptions({
  queryKey: ['my passkeys'],
  queryFn: ({ signal }) => call('listMyPasskeys', { signal }),
})

export const members = byCursor(['members'], (page, signal) => call('listMembers', { query: page, signal }))
export const invitations = byCursor(['invitations'], (page, signal) => call('listInvitations', { query: page, signal }))
export const apiKeys = byCursor(['api keys'], (page, signal) => call('listApiKeys', { query: page, signal }))

/** As it stands in the address; instants are ISO. */
export type AuditAsked = Partial<Record<'actor' | 'action' | 'subject' | 'from' | 'until', string>>
export const auditKey = (asked: AuditAsked) => ['audit', asked]
export const audit = (asked: AuditAsked, from: string | null) =>
  byCursor(auditKey(asked), (page, signal) => call('listAudit', { query: { ...page, ...asked }, signal }), 50, from)
