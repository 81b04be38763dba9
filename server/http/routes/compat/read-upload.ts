// CSV uploads: the part `file` of a form, read into rows by its header; pure.
import { parse } from 'csv-parse/sync'
import { VendorError } from '#compat/vendor-error.ts'

const MOST_ROWS = 100_000

/** 400 `invalid_payload` for a form without a CSV file. */
export function readUpload(contentType: string, bytes: Buffer): Record<string, string>[] {
  const file = partOf(contentType, bytes)
  if (file === undefined)
    throw new VendorError(400, 'invalid_payload', 'Invalid payload', { details: 'Send a form with a part called file' })
  try {
    return parse(file, {
      columns: (names: string[]) => names.map((name) => name.trim()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      to: MOST_ROWS,
    }) as Record<string, string>[]
  } catch {
    throw new VendorError(400, 'invalid_payload', 'Invalid payload', { details: 'The file is no CSV' })
  }
}

function partOf(contentType: string, bytes: Buffer): string | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(contentType)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (mark === undefined) return undefined
  for (const part of bytes.toString('latin1').split(`--${mark}`)) {
    const head = part.indexOf('\r\n\r\n')
    if (head === -1 || !/name="?file"?/i.test(part.slice(0, head))) continue
    return Buffer.from(part.slice(head + 4).replace(/\r\n$/, ''), 'latin1').toString('utf8')
  }
  return undefined
}
