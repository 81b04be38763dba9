// Downloads through fetch: the bearer key travels in a header, so no link ever holds it.
import { open } from './call.ts'

export type By = 'day' | 'variant' | 'channel'
export type Cut = 'channel' | 'country' | 'age' | 'newcomer' | 'day' | 'curve'
export type FileKind = 'csv' | 'json' | 'parquet'
const accepts: Record<FileKind, string> = {
  csv: 'text/csv',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
}

/** Saves a campaign's report as a file. Throws `Refused` as `call` does. */
export async function downloadReport(id: string, by: By, fileName: string, format: FileKind = 'csv'): Promise<void> {
  const asked = { params: { id }, query: { by, format }, accept: accepts[format] }
  await save(await open('campaignReport', asked), fileName)
}

/** The arms of its experiment or their comparisons, with every figure behind a verdict. */
export async function downloadExperiment(
  id: string,
  table: 'arms' | 'comparisons',
  fileName: string,
  format: FileKind,
): Promise<void> {
  const asked = { params: { id }, query: { by: 'variant' as const, table, format }, accept: accepts[format] }
  await save(await open('campaignReport', asked), fileName)
}

/** Every recipient under a pseudonym, for whoever works the figures out again. */
export async function downloadRecipients(id: string, fileName: string): Promise<void> {
  await save(await open('exportRecipients', { params: { id }, accept: 'text/csv' }), fileName)
}

/** The same two tables of a comparison that was kept, or all of it as JSON. */
export async function downloadKept(
  hash: string,
  table: 'arms' | 'comparisons',
  fileName: string,
  format: FileKind,
): Promise<void> {
  await save(
    await open('importedExperiment', { params: { hash }, query: { table, format }, accept: accepts[format] }),
    fileName,
  )
}

/** The same for a campaign cut by one dimension. */
export async function downloadBreakdown(id: string, by: Cut, fileName: string, format: FileKind): Promise<void> {
  const asked = { params: { id }, query: { by, format }, accept: accepts[format] }
  await save(await open('reportBreakdown', asked), fileName)
}

/** What was wrong with which line of an import. */
export async function downloadImportErrors(id: string): Promise<void> {
  await save(await open('importErrors', { params: { id }, accept: 'text/csv' }), `${id}-errors.csv`)
}

async function save(response: Response, fileName: string): Promise<void> {
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

/** Pure: a file name that every system takes, from any text. */
export function fileNameFor(name: string, by: string, format: FileKind = 'csv'): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
  return `${plain || 'campaign'}-by-${by}.${format}`
}
