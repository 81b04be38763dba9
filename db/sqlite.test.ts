/** The file on the disk: its owner's alone, copied while in use, and free of what was deleted. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { count, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest'
import { openStore } from './open.ts'
import { copySqlite } from './sqlite.ts'
import type { Store } from './store.ts'
import { JARS, jars } from './test-tables.ts'

describe('a SQLite file', () => {
  let folder: string
  let store: Store
  beforeEach(async () => {
    folder = mkdtempSync(join(inject('scratch'), 'sqlite-'))
    store = await openStore({ url: `file:${folder}/shop.db`, now: Date.now, migrations: JARS })
    onTestFinished(async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    })
  })
  const add = (id: string) => store.write((tx) => tx.insert(jars).values({ id, label: `label of ${id}`, coins: 1 }))

  it('can be read by its owner only', async () => {
    await add('a')
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
  })

  it('holds nothing of a deleted row once its log is cut', async () => {
    const holding = () =>
      readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes('label of ghost'))
    await add('ghost')
    await add('other')
    expect(await store.truncateLog()).toBe(true)
    expect(holding()).toEqual(['shop.db'])
    await store.write((tx) => tx.delete(jars).where(eq(jars.id, 'ghost')))
    expect(await store.truncateLog()).toBe(true)
    expect(holding()).toEqual([])
  })

  it('has a log that stays short while writes go on, moved by a thread of its own', async () => {
    const big = 'x'.repeat(200_000)
    const put = (i: number) => store.write((tx) => tx.insert(jars).values({ id: `j${i}`, label: big, coins: 1 }))
    for (let i = 0; i < 120; i++) await put(i)
    expect(await store.truncateLog()).toBe(true)
    expect(statSync(join(folder, 'shop.db-wal')).size).toBe(0)
    expect(statSync(join(folder, 'shop.db')).size).toBeGreaterThan(120 * big.length)
  })

  it('is copied whole while writes go on', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, i) => add(`j${i}`)))
    const during = Array.from({ length: 50 }, (_, i) => add(`later${i}`))
    await copySqlite(join(folder, 'shop.db'), join(folder, 'copy.db'))
    await Promise.all(during)
    const copy = await openStore({ url: `file:${folder}/copy.db`, now: Date.now, migrations: JARS })
    const [row] = await copy.read.select({ n: count() }).from(jars)
    expect(row?.n).toBeGreaterThanOrEqual(200)
    await copy.close()
    await expect(copySqlite(join(folder, 'none.db'), join(folder, 'x.db'))).rejects.toThrow()
    expect(readdirSync(folder)).not.toContain('x.db')
  })
})
