// Sends rows: the one body that is no JSON. Whatever cuts it, the same rows are sent again from their beginning.
import type { ReplyOf } from '#shared/api.ts'
import { type CallInput, requestFor } from './call.ts'
import { addresses } from './doors.ts'
import { refusedBy, unreachable } from './refused.ts'

export type RowFormat = 'csv' | 'ndjson'
type TakesRows = 'importRows' | 'importExperiment'

/** Pure: by the name of a file, or by how a text begins. */
export const formatOf = (name: string, text = ''): RowFormat =>
  /\.(ndjson|jsonl)$/i.test(name) || text.trimStart().startsWith('{') ? 'ndjson' : 'csv'

/** Answers how far the import has come. Throws `Refused` as `call` does. */
export const uploadRows = (id: string, file: Blob, format: RowFormat): Promise<ReplyOf<'importRows'>> =>
  sendRows('importRows', { params: { id } }, file, format)

/** The recipients of an experiment. Throws `Refused` as `call` does. */
export const uploadArms = (
  query: CallInput<'importExperiment'>['query'],
  file: Blob,
  format: RowFormat,
): Promise<ReplyOf<'importExperiment'>> =>
  sendRows('importExperiment', query === undefined ? {} : { query }, file, format)

async function sendRows<N extends TakesRows>(
  name: N,
  input: { params?: unknown; query?: unknown },
  file: Blob,
  format: RowFormat,
): Promise<ReplyOf<N>> {
  const { url, init } = requestFor(addresses[name], input)
  const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson'
  const headers = { ...(init.headers as Record<string, string>), 'content-type': type }
  const response = await fetch(url, { ...init, headers, body: file }).catch(() => {
    throw unreachable(location.origin)
  })
  if (!response.ok) throw await refusedBy(response)
  return (await response.json()) as ReplyOf<N>
}
