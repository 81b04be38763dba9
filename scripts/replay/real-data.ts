/** Where the real data lies, and how its tables are read. It is never part of the repository. */
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { parse as parseAll } from 'csv-parse/sync'

export type Row = Record<string, string>

/** The folder of a data set, below VOUCHSAFE_DATA or `../shared/data` beside the repository; undefined when absent. */
export function realData(name: string): string | undefined {
  const folder = join(process.env.VOUCHSAFE_DATA ?? join(import.meta.dirname, '../../../shared/data'), name)
  return existsSync(join(folder, 'truth.json')) ? folder : undefined
}

/** Says it where nobody can miss it. */
export function sayAbsent(name: string): void {
  const words = `The real data "${name}" is not here (VOUCHSAFE_DATA, or ../shared/data): ITS REPLAY DOES NOT RUN.`
  console.warn(`\n${'!'.repeat(words.length)}\n${words}\n${'!'.repeat(words.length)}\n`)
}

export async function readTable(folder: string, file: string): Promise<Row[]> {
  return parseAll(await readFile(join(folder, file), 'utf8'), { columns: true, bom: true })
}

/** Row by row, for tables that need not be held whole. */
export function walkTable(folder: string, file: string): AsyncIterable<Row> {
  return createReadStream(join(folder, file)).pipe(parse({ columns: true, bom: true }))
}

export async function readTruth<T>(folder: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8'))
}
