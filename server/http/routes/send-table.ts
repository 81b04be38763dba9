// Sends a table as a file, CSV or Parquet, in place of the JSON of the same figures.
import type { Request, Response } from 'express'
import { asCsv, asParquet, type Format, type Table } from '#reports/formats.ts'

const PARQUET = 'application/vnd.apache.parquet'

/** Whether it was sent as a file: when that was asked for, by name or by the Accept header. */
export function sendTable(
  req: Request,
  res: Response,
  asked: Format | undefined,
  name: string,
  table: () => Table,
): boolean {
  const accepted = req.accepts(['application/json', 'text/csv', PARQUET])
  const format = asked ?? (accepted === 'text/csv' ? 'csv' : accepted === PARQUET ? 'parquet' : 'json')
  if (format === 'json') return false
  res.setHeader('Content-Disposition', `attachment; filename="${name}.${format}"`)
  if (format === 'csv') res.type('text/csv').send(asCsv(table()))
  else res.type(PARQUET).send(Buffer.from(asParquet(table())))
  return true
}
