// `npm run ledger:verify` on copies: whole ones, and ones of which a byte was flipped.
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { publicKeys, sequenceLedger } from '#consent/ledger.ts'
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { copySqlite } from '#db/sqlite.ts'

const cells = cellsFor('news', 'email', ['name'])

async function verify(...args: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/ledger-verify.ts', ...args])
    return { code: 0, said: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}

async function furnish(house: TestHouse): Promise<void> {
  await makePurpose(house, 'news')
  const version = await putNoticeInForce(house, cells)
  for (let i = 0; i < 20; i++) await makePerson(house, `p${i}`, { email: `p${i}@x.example` }, { version, cells })
  await sequenceLedger(house)
}

forEachHouse('ledger:verify', (open, engine) => {
  test('says that a whole copy fits, by the keys that it is given', async () => {
    const house = await open()
    await furnish(house)
    const path = house.url.slice('file:'.length)
    const copy = engine === 'sqlite' ? `${path}.copy` : house.url
    if (engine === 'sqlite') await copySqlite(path, copy)
    const { code, said } = await verify(copy)
    expect([code, said]).toEqual([0, expect.stringContaining('41 leaves')])
    const jwks = `${path}.jwks`
    if (engine === 'postgres') return
    writeFileSync(jwks, JSON.stringify(await publicKeys(house)))
    expect((await verify(copy, '--jwks', jwks)).code).toBe(0)
    writeFileSync(jwks, JSON.stringify({ keys: [] }))
    expect(await verify(copy, '--jwks', jwks)).toMatchObject({ code: 1, said: expect.stringContaining('not signed') })
    expect((await verify(`${path}.nowhere`)).code).toBe(1)
  })

  test('names the event in which something was changed', async () => {
    const house = await open()
    await furnish(house)
    const [event] = await house.store.read.rows<{ id: string }>(sql`select id from consent_events order by id limit 1`)
    if (engine === 'postgres') {
      await house.store.write((tx) =>
        tx.rows(sql`update consent_events set locale = 'fr' where id = ${event?.id} returning id`),
      )
      expect(await verify(house.url)).toMatchObject({ code: 1, said: expect.stringContaining(`${event?.id} (leaf 0)`) })
      return
    }
    const copy = `${house.url.slice('file:'.length)}.copy`
    await copySqlite(house.url.slice('file:'.length), copy)
    // One bit of one byte in the middle of the row: the hash of the text that was shown.
    const bytes = readFileSync(copy)
    const row = bytes.lastIndexOf(`${event?.id}${event?.id}`)
    const at = bytes.indexOf('key_test', row) - 20
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(copy, bytes)
    const { code, said } = await verify(copy)
    expect(code).toBe(1)
    expect(said).toContain(`${event?.id} (leaf 0) is not what it was when it got its leaf`)
    expect(said).toContain('1 do not fit')
  })
})
