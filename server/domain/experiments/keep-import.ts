// Keeps the comparison of arms that were filled elsewhere under the hash of its text: whoever follows the link sees the same numbers.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import type {
  ExperimentImported,
  ImportExperimentAsked,
  KeptExperiment,
  KeptExperimentHead,
} from '#shared/contracts/experiments.ts'
import { type ImportedRow, importedBefore, importedRow, keepImported } from './queries.ts'

type Counted = Omit<ExperimentImported, 'kept'>

/** Answers the hash; null where there is nothing to keep (a dry run, or nothing to compare). */
export async function keepImport(tx: Tx, asked: ImportExperimentAsked, counted: Counted): Promise<string | null> {
  const { report, read, rejected } = counted
  if (report === null || counted.dryRun) return null
  const { name = 'Experiment', dryRun: _, ...question } = asked
  const body = canonicalize({ name, asked: question, read, counted: counted.counted, rejected, report }) ?? ''
  const hash = createHash('sha256').update(body).digest('hex')
  await keepImported(tx, { id: newId('importedExperiment', tx.now), hash, name, body, at: tx.now })
  return hash
}

/** 404 `report.not_found`. */
export async function showImport(house: House, hash: string): Promise<KeptExperiment> {
  const row = await importedRow(house.store.read, hash)
  if (row === undefined) throw new Refusal('report.not_found')
  return { ...headOf(house, row), ...(JSON.parse(row.body) as Omit<KeptExperiment, keyof KeptExperimentHead>) }
}

/** Newest first. */
export async function listImports(house: House, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const rows = await importedBefore(house.store.read, cursor, limit + 1)
  const shown = rows.slice(0, limit)
  return {
    data: shown.map((row) => headOf(house, row)),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

export const addressOf = (house: Pick<House, 'config'>, hash: string): string =>
  `${house.config.publicUrl}/v1/experiments/imports/${hash}`

const headOf = (house: House, { hash, name, at }: Omit<ImportedRow, 'body'>): KeptExperimentHead => ({
  hash,
  name,
  keptAt: iso(at),
  address: addressOf(house, hash),
})
