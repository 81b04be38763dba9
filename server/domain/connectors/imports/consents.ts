// Consents that were given elsewhere, each with its evidence: they grant only where the sender may grant (decisions.md, 24).
import { z } from 'zod'
import { recordConsents } from '#privacy/decide.ts'
import { decisions } from '#shared/contracts/consent.ts'
import { instant, key, locale, reference, text } from '#shared/contracts/words.ts'
import { categories, channels } from '#shared/kinds.ts'
import type { ImportKindOf } from './kind.ts'
import { parseRow, whole } from './read-cells.ts'
import { orRefuse, walkPages } from './walk-pages.ts'

const ROWS_PER_WRITE = 50

const row = z.strictObject({
  customerReference: reference,
  noticeVersion: whole(z.int().min(1)),
  locale,
  purpose: key,
  channel: z.enum(channels),
  category: z.enum(categories),
  decision: z.enum(decisions),
  evidence: text(10_000).describe('how, where and when she agreed'),
  claimedAt: instant.optional(),
})
type ConsentRow = z.infer<typeof row>

export const consents: ImportKindOf = {
  kind: 'consents',
  label: 'Consents with their evidence',
  scope: 'consents.write',
  fields: {
    customerReference: ['customer', 'customerid', 'reference', 'id', 'kundennummer'],
    noticeVersion: ['notice', 'version', 'policyversion'],
    locale: ['language', 'lang'],
    purpose: ['purposekey', 'zweck'],
    channel: ['via', 'kanal'],
    category: ['datacategory', 'kategorie'],
    decision: ['consent', 'state', 'choice', 'status'],
    evidence: ['proof', 'source', 'nachweis'],
    claimedAt: ['at', 'date', 'consentedat', 'timestamp', 'datum'],
  },
  required: ['customerReference', 'noticeVersion', 'locale', 'purpose', 'channel', 'category', 'decision', 'evidence'],
  amounts: [],
  days: [],
  async run(house, rows, { follow, sender }) {
    const say = (value: ConsentRow) => {
      const { customerReference, noticeVersion, locale: language, evidence, claimedAt, ...decision } = value
      const about = { customerReference, noticeVersion, locale: language, evidence, method: 'import' as const }
      return { ...about, decisions: [decision], ...(claimedAt === undefined ? {} : { claimedAt }) }
    }
    await walkPages(house, rows, {
      rowsPerWrite: ROWS_PER_WRITE,
      read: (value) => parseRow(row, value),
      follow,
      async write(tx, page) {
        for (const { line, value } of page) await orRefuse(line, recordConsents(house, tx, say(value), sender))
        return { created: page.length, updated: 0, wrong: [] }
      },
    })
  },
}
