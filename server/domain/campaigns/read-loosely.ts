// Reads a campaign that is still being written: what does not fit is told, and the rest is judged as if that were not there;
// pure.
import type { FieldError } from '#core/refusal.ts'
import { type NewCampaign, newCampaign } from '#shared/contracts/campaigns.ts'

export interface LooseReading {
  /** With stand-ins for the parts in `blank`; null when there is nothing to judge at all. */
  terms: NewCampaign | null
  reasons: (FieldError & { code: string })[]
  /** The top-level parts that did not fit. */
  blank: ReadonlySet<string>
}

/** For parts that no campaign can be without. */
const standIns: Record<string, unknown> = {
  name: '-',
  purpose: 'none',
  channels: ['email'],
  trigger: { kind: 'broadcast' },
  variants: [{ key: 'none', shareBps: 10_000, offer: { kind: 'amount_off', amountMinor: 1 } }],
  validity: { days: 1 },
  timeZone: 'UTC',
}

export function readLoosely(raw: Record<string, unknown>): LooseReading {
  const strict = newCampaign.safeParse(raw)
  if (strict.success) return { terms: strict.data, reasons: [], blank: new Set() }
  const reasons = strict.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
    code: 'request.invalid',
  }))
  const blank = new Set(strict.error.issues.map(({ path }) => String(path[0] ?? '')))
  const kept = Object.entries(raw).filter(([part]) => !blank.has(part) && part in newCampaign.shape)
  const filled = Object.entries(standIns).filter(([part]) => blank.has(part))
  const loose = newCampaign.safeParse(Object.fromEntries([...kept, ...filled]))
  return { terms: loose.success ? loose.data : null, reasons, blank }
}
