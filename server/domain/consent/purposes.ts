// Purposes: what people are asked to agree to, each with its legal basis.
import { iso, isoOrNull } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { NewPurpose } from '#shared/contracts/consent.ts'
import type { LegalBasis } from '#shared/kinds.ts'
import { insertPurpose, type PurposeRow, purposesAfter, purposesByKey } from './queries.ts'

const MOST_PURPOSES = 1000

/** locale → what people are asked, in their language. */
export type PurposeTexts = Record<string, { title: string; benefit?: string; incentive?: string }>

/** Answers the key. Whoever does not ask for consent has to say why that is right; a purpose never changes. */
export async function definePurpose(tx: Tx, input: NewPurpose): Promise<string> {
  const { key, legalBasis, title, benefit = null, justification = null, incentive = null } = input
  const { dpv = 'dpv:DirectMarketing', fides = 'marketing.communications', isPartner = false, texts = {} } = input
  if (legalBasis !== 'consent' && justification === null) {
    throw new Refusal('purpose.justification_missing', {
      errors: [{ path: 'justification', message: `is needed with the legal basis ${legalBasis}` }],
    })
  }
  const made = await insertPurpose(tx, {
    ...{ key, legalBasis, title, benefit, justification, incentive, dpv, fides },
    isPartner: Number(isPartner),
    texts: JSON.stringify(texts),
    createdAt: tx.now,
  })
  if (!made) throw new Refusal('purpose.exists')
  return key
}

export async function showPurpose(q: Queries, key: string) {
  const [row] = await purposesByKey(q, [key])
  if (row === undefined) throw new Refusal('purpose.not_found')
  return shown(row)
}

export type Purpose = ReturnType<typeof shown>

/** Those of these keys that are known, in the order of keys. */
export async function showPurposes(q: Queries, keys: readonly string[]): Promise<Purpose[]> {
  const rows = keys.length === 0 ? [] : await purposesByKey(q, keys)
  return rows.map(shown).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Every purpose that has not been stopped, in the order of keys. */
export async function purposesInUse(q: Queries): Promise<Purpose[]> {
  return (await purposesAfter(q, '', MOST_PURPOSES)).map(shown).filter(({ stoppedAt }) => stoppedAt === null)
}

/** What a purpose is called in the nearest language that it has words in. */
export function purposeWords(purpose: Purpose, locale: string) {
  const own = purpose.texts[locale] ?? purpose.texts[locale.split('-')[0] ?? '']
  return {
    title: own?.title ?? purpose.title,
    benefit: own?.benefit ?? purpose.benefit,
    incentive: own?.incentive ?? purpose.incentive,
  }
}

/** In the order of their keys. */
export async function listPurposes(q: Queries, page: { limit: number; cursor?: string | undefined }) {
  const rows = await purposesAfter(q, page.cursor ?? '', page.limit + 1)
  const data = rows.slice(0, page.limit).map(shown)
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.key ?? null) : null }
}

/** Refuses the first key that is nobody's, naming where each unknown one stands. */
export async function requirePurposes(q: Queries, named: { key: string; path: string }[]): Promise<void> {
  const known = new Set((await purposesByKey(q, [...new Set(named.map(({ key }) => key))])).map(({ key }) => key))
  const errors = named.filter(({ key }) => !known.has(key)).map(({ key, path }) => ({ path, message: key }))
  if (errors.length > 0) throw new Refusal('purpose.unknown', { errors: errors.slice(0, 50) })
}

function shown(row: PurposeRow) {
  return {
    ...row,
    legalBasis: row.legalBasis as LegalBasis,
    isPartner: row.isPartner === 1,
    texts: JSON.parse(row.texts) as PurposeTexts,
    stoppedAt: isoOrNull(row.stoppedAt),
    createdAt: iso(row.createdAt),
  }
}
