// What a checkout makes PostgreSQL do stays in the subset that engines speaking its protocol have in common; what is used beyond it
// is named in db/larger.md with what takes its place.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { holdVoucher } from './hold.ts'
import { quoteCode } from './quote.ts'
import { reverse } from './reverse.ts'
import { aKey, anOrder, openShop, redeemCode } from './test-shop.ts'

/** Words that not every such engine knows, or not in every place. */
const BEYOND: Record<string, RegExp> = {
  'advisory locks': /pg_(try_)?advisory/i,
  'listen and notify': /\blisten\b|\bnotify\b|pg_notify/i,
  'snapshots and numbers of transactions': /pg_(current_xact_id|current_snapshot|snapshot_)|\bx(min|max)\b|txid_/i,
  'rows out of JSON': /json(b)?_to_recordset/i,
  'places of rows': /\bctid\b/i,
  'temporary tables': /\btemp(orary)?\b/i,
  cursors: /\bdeclare\b.*\bcursor\b/i,
  'functions of our own': /\blanguage\b|\bdo\s+\$/i,
  'other isolation levels': /\bisolation\s+level\b/i,
  catalogues: /\bpg_(class|stat|locks|tables)/i,
  'locks on tables': /\block\s+table\b/i,
  merge: /\bmerge\s+into\b/i,
  laterals: /\blateral\b/i,
  'skipping locked rows': /skip\s+locked/i,
}

forEachHouse('the statements of a checkout', (open, engine) => {
  test('what is used beyond it is named with what takes its place', () => {
    const notes = readFileSync(new URL('../../../db/larger.md', import.meta.url), 'utf8')
    for (const name of [
      'advisory locks',
      'rows out of JSON',
      'listen and notify',
      'snapshots and numbers of transactions',
    ])
      expect(notes.toLowerCase()).toContain(name.toLowerCase())
  })
  if (engine === 'sqlite') return

  async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const texts = new Set<string>()
    const ask = pg.Client.prototype.query
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
      this: pg.Client,
      ...args: unknown[]
    ) {
      const [first] = args
      texts.add(typeof first === 'string' ? first : String((first as { text?: string } | undefined)?.text ?? ''))
      return Reflect.apply(ask, this, args)
    } as typeof ask)
    await work().finally(() => spy.mockRestore())
    // Once for each process, whoever asks first.
    return [...texts].map((text) => text.replace(/\s+/g, ' ')).filter((text) => text !== 'listen vouchsafe')
  }
  const beyondIn = (texts: string[]) =>
    Object.entries(BEYOND).flatMap(([name, word]) => (texts.some((text) => word.test(text)) ? [name] : []))

  test('redeeming, quoting, holding and giving back use nothing beyond it but locks of orders and rows out of JSON', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 40, { mode: 'guaranteed', limitMinor: 100_000, perDay: { count: 100 } })
    const texts = await statementsOf(async () => {
      const codes = tickets.map(({ code }) => code)
      await Promise.all(codes.slice(0, 10).map((code) => quoteCode(house, { code, order: anOrder() })))
      await holdVoucher(house, { code: codes[39] ?? '', order: anOrder(), ttlSeconds: 60 }, aKey())
      const all = await Promise.all(codes.slice(0, 30).map((code) => redeemCode(house, code, anOrder())))
      await reverse(house, all[0]?.redemption.id ?? '', { reason: 'returned' }, aKey())
    })
    expect(texts.length).toBeGreaterThan(10)
    expect(beyondIn(texts)).toEqual(['advisory locks', 'rows out of JSON'])
    expect(texts.some((text) => text.includes('for update'))).toBe(true)
  })
})
