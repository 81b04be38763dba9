/** Between a commit and the disk: nobody is answered, the next transaction is worked on, and a disk that refuses is heard. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, inject, it, onTestFinished } from 'vitest'
import { type Lanes, makeLanes } from './lanes.ts'
import { migrate, readSteps } from './migrate.ts'
import { openSqlite, type SqliteFile } from './sqlite.ts'
import { StoreUnavailable, type Tx } from './store.ts'
import { JARS, jars } from './test-tables.ts'

/** Lanes whose disk takes what was committed when the test says so. */
async function openLanes(): Promise<{
  lanes: Lanes
  file: SqliteFile
  disk: { resolve(): void; reject(e: Error): void }[]
}> {
  const folder = mkdtempSync(join(inject('scratch'), 'settling-'))
  const file = openSqlite(join(folder, 'x.db'))
  await migrate(file.writer, readSteps(JARS, 'sqlite'), Date.now)
  const disk: { resolve(): void; reject(error: Error): void }[] = []
  const settled = () => new Promise<void>((resolve, reject) => void disk.push({ resolve, reject }))
  const lanes = makeLanes({
    connections: [{ ...file.writer, settled, settleNow: () => {} }],
    shared: true,
    now: Date.now,
    log: () => {},
  })
  onTestFinished(async () => {
    for (const one of disk) one.resolve()
    await file.close()
    rmSync(folder, { recursive: true })
  })
  return { lanes, file, disk }
}
const put = (id: string) => (tx: Tx) => tx.insert(jars).values({ id, coins: 1 })
const idsIn = async ({ writer }: SqliteFile) => {
  await writer.begin()
  const rows = await writer.run('select id from jars order by id', [], 'arrays')
  await writer.rollback()
  return rows.flat()
}
async function turns(done: () => boolean): Promise<void> {
  while (!done()) await turn()
}

it('answers nobody before the disk has it, and goes on with the next transaction meanwhile', async () => {
  const { lanes, file, disk } = await openLanes()
  const told: string[] = []
  const first = lanes.write(put('a')).then(() => told.push('a'))
  await turns(() => disk.length === 1)
  const second = lanes.write(put('b')).then(() => told.push('b'))
  await turns(() => disk.length === 2)
  expect(await idsIn(file)).toEqual(['a', 'b'])
  expect(told).toEqual([])
  disk[0]?.resolve()
  await first
  expect(told).toEqual(['a'])
  disk[1]?.resolve()
  await second
  expect(told).toEqual(['a', 'b'])
})

it('tells everybody of a commit that the disk refused that nobody can say', async () => {
  const { lanes, disk } = await openLanes()
  const works = [lanes.write(put('a')), lanes.write(put('b'))]
  await turns(() => disk.length === 1)
  disk[0]?.reject(new StoreUnavailable('The disk did not take it'))
  for (const one of await Promise.allSettled(works))
    expect(one).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) })
})

it('drains only when the disk has everything', async () => {
  const { lanes, disk } = await openLanes()
  const written = lanes.write(put('a'))
  await turns(() => disk.length === 1)
  let isDrained = false
  const drained = lanes.drain().then(() => {
    isDrained = true
  })
  await turn()
  await turn()
  expect(isDrained).toBe(false)
  disk[0]?.resolve()
  await Promise.all([written, drained])
  expect(isDrained).toBe(true)
})
