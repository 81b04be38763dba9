// Downloads through fetch: the bearer key travels in a header, so no link ever holds it.
import { open } from './call.ts'

/** Saves a campaign's report as a CSV file. Throws `Refused` as `call` does. */
export async function downloadReport(id: string, by: 'day' | 'variant' | 'channel', fileName: string): Promise<void> {
  const response = await open('campaignReport', { params: { id }, query: { by }, accept: 'text/csv' })
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

/** Pure: a file name that every system takes, from any text. */
export function fileNameFor(name: string, by: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
  return `${plain || 'campaign'}-by-${by}.csv`
}
