// Words that all vendors' events are written with: ids that sort by their version, instants with an offset; pure.
import { instant } from '#shared/contracts/words.ts'
import { instantOf } from '../read-exact.ts'

/** Of several reports of one order the greatest id stands (occasions/order-facts.ts), so the version is in it, padded. */
export const eventId = (connectorId: string, what: string, id: string, version?: number): string => {
  const full = [connectorId, what, id, ...(version === undefined ? [] : [String(version).padStart(14, '0')])].join(':')
  return full.slice(0, 200)
}

/** As the shop wrote it, so that its local day is kept; null for what is no instant. */
export function atOf(value: unknown): string | null {
  if (typeof value === 'string' && instant.safeParse(value).success) return value
  const at = instantOf(value)
  return at === null ? null : new Date(at).toISOString()
}

/** When a body was changed last; the first moment of 1970 where it does not say. */
export const versionOf = (said: Record<string, unknown>): number =>
  instantOf(said.updated_at) ?? instantOf(said.created_at) ?? 1
