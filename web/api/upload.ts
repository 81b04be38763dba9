// Sends a file's rows: the one body that is no JSON. Whatever cuts it, the same file is sent again from its beginning.
import type { ReplyOf } from '#shared/api.ts'
import { requestFor } from './call.ts'
import { addresses } from './doors.ts'
import { refusedBy, unreachable } from './refused.ts'

/** Answers how far the import has come. Throws `Refused` as `call` does. */
export async function uploadRows(id: string, file: Blob, format: 'csv' | 'ndjson'): Promise<ReplyOf<'importRows'>> {
  const { url, init } = requestFor(addresses.importRows, { params: { id } })
  const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson'
  const headers = { ...(init.headers as Record<string, string>), 'content-type': type }
  const response = await fetch(url, { ...init, headers, body: file }).catch(() => {
    throw unreachable(location.origin)
  })
  if (!response.ok) throw await refusedBy(response)
  return (await response.json()) as ReplyOf<'importRows'>
}
