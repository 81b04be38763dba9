// A copy of everything that is stored about a person, for her to take away: a ZIP of JSON, CSV, consent records, the log of
// uses and receipts, with a signed list of what is in it. Made when it is fetched, and never kept.
import { stringify } from 'csv-stringify/sync'
import { strToU8, zipSync } from 'fflate'
import { headNow } from '#consent/ledger.ts'
import { canonical } from '#consent/ledger-entries.ts'
import { noticeInForce } from '#consent/notice.ts'
import { makeToken, useToken as takeToken } from '#consent/tokens.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#core/secrets.ts'
import { signerOf } from '#core/signing.ts'
import { DAY_MS } from '#shared/time.ts'
import { everythingOf } from './everything.ts'
import { exportTexts } from './export-texts/all.ts'
import { allReceipts, consentsJsonLd } from './receipts.ts'
import { recordRequest } from './requests.ts'
import { usageOf } from './usage.ts'

export interface ExportFile {
  name: string
  bytes: Uint8Array
}

/** Answers a token that fetches the copy once within 24 hours. Ask for it after the second step only. */
export async function makeExport(
  house: House,
  customerId: string,
  locale: string | null = null,
): Promise<{ token: string; expiresAt: number }> {
  return house.store.write(async (tx) => {
    await recordRequest(tx, { customerId, kind: 'export', via: 'centre', isDone: true })
    const bound = { locale: locale ?? '' }
    const token = await makeToken(tx, { kind: 'export', customerId, bound, ttlMs: DAY_MS })
    return { token, expiresAt: tx.now + DAY_MS }
  })
}

/** The ZIP, for whoever has the token, once. Refuses one that is used, too old or unknown (`token.invalid`). */
export async function openExport(house: House, token: string): Promise<ExportFile> {
  const taken = await house.store.write((tx) => takeToken(tx, 'export', token))
  const customerId = taken?.customerId
  if (!customerId) throw new Refusal('token.invalid')
  return packExport(house, customerId, taken?.bound.locale || null)
}

export async function packExport(house: House, customerId: string, locale: string | null): Promise<ExportFile> {
  // So that the receipts carry their proofs.
  await headNow(house)
  const now = house.clock.now()
  const { profile, tables } = await everythingOf(house, customerId)
  const uses = await usageOf(house, customerId)
  const receipts = await allReceipts(house, customerId)
  const files: Record<string, string> = {
    'data.json': pretty({ madeAt: iso(now), ...tables, profile }),
    'consents.jsonld': pretty(await consentsJsonLd(house, customerId)),
    'usage-log.csv': csvOf(
      uses.map(({ at, kind, values, categories }) => ({
        at: iso(at),
        kind,
        ...values,
        categories: categories.join(' '),
      })),
      ['at', 'kind', 'purpose', 'role', 'reason', 'recipient', 'categories'],
    ),
  }
  for (const [name, rows] of Object.entries(tables)) files[`tables/${name}.csv`] = csvOf(rows)
  for (const { id, receipt, jws } of receipts) {
    files[`receipts/${id}.json`] = pretty(receipt)
    files[`receipts/${id}.jws`] = jws
  }
  const readme = await writeReadme(house, locale ?? profile.locale, now)
  files[readme.name] = readme.text
  const manifest = pretty({
    type: 'export-manifest',
    issuer: house.config.publicUrl,
    subject: customerId,
    madeAt: iso(now),
    files: Object.entries(files).map(([name, text]) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: sha256(text),
    })),
  })
  files['manifest.json'] = manifest
  files['manifest.jws'] = await signerOf(house.secrets).sign('export-manifest+jws', manifest)
  const packed = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const)
  return { name: `privacy-${iso(now).slice(0, 10)}.zip`, bytes: zipSync(Object.fromEntries(packed), { mtime: now }) }
}

const pretty = (value: unknown) => `${JSON.stringify(JSON.parse(canonical(value)), null, 2)}\n`

/** With a byte order mark, as spreadsheets want it, and no text that one would run as a formula. */
export function csvOf(rows: readonly Record<string, unknown>[], columns?: readonly string[]): string {
  const names = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) => names.map((name) => cellOf(row[name])))
  return stringify([[...names], ...cells], { bom: true, escape_formulas: true })
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

async function writeReadme(house: House, wanted: string | null, now: number): Promise<{ name: string; text: string }> {
  const { locale, texts } = exportTexts(wanted)
  const controller = (await noticeInForce(house.store.read, now))?.controller
  const who = controller?.responsible ?? controller
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(now)
  const about = texts.about
  const lines = [
    texts.title,
    '',
    texts.made.replace('{{day}}', day),
    '',
    texts.files,
    `- data.json: ${about['data.json']}`,
    `- tables/*.csv: ${about.csv}`,
    `- consents.jsonld: ${about['consents.jsonld']}`,
    `- usage-log.csv: ${about['usage-log.csv']}`,
    `- receipts/*: ${about.receipts}`,
    `- manifest.json, manifest.jws: ${about.manifest}`,
    '',
    texts.check.replace('{{jwks}}', `${house.config.publicUrl}/.well-known/jwks.json`),
    texts.rights,
    ...(who === undefined ? [] : [texts.contact.replace('{{name}}', who.name).replace('{{contact}}', who.contact)]),
  ]
  return { name: `README.${locale}.txt`, text: `${lines.join('\n')}\n` }
}
