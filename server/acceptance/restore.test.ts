/** A backup that is put back brings nobody back who was erased, and no code that was redeemed, and says so until it is confirmed. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, withServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
import { codeOf } from './problem.ts'
import {
  ask,
  call,
  cellsOf,
  decide,
  issue,
  launchCampaign,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
} from './shop.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouchsafe-restore-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a script printed, and how it ended. */
async function run(server: TestServer, script: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const env = { ...process.env, ...server.environment, DATABASE_URL: server.databaseUrl }
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [`scripts/${script}.ts`, ...args], { env })
    return { code: 0, said: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}

const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])

async function open(server: TestServer) {
  const noticeVersion = await openWithNotice(server, cells)
  for (const name of ['ada', 'grace']) {
    await putCustomer(server, name, { givenName: `Given${name}`, email: `${name}@shop.example` })
    await decide(server, name, noticeVersion, cells)
  }
  const campaign = await launchCampaign(server, { purpose: 'offers' })
  return {
    campaign,
    code: (await issue(server, campaign, 'ada', 'one')).code,
    other: (await issue(server, campaign, 'ada', 'two')).code,
  }
}

async function untilConfirmed(server: TestServer): Promise<void> {
  while ((await ask(server, 'readyz', {})).status !== 200);
}

test('a backup of SQLite: sealed, put back, told what happened since, confirmed', async () => {
  await withServer({ engine: 'sqlite' }, async (server) => {
    const { campaign, code, other } = await open(server)
    const key = join(folder, 'key')
    writeFileSync(key, 'k'.repeat(48))
    expect(await run(server, 'backup', join(folder, 'copies'), '--key-file', key)).toMatchObject({ code: 0 })
    const backup = join(
      folder,
      'copies',
      String(readdirSync(join(folder, 'copies')).find((name) => name.endsWith('.db.sealed'))),
    )
    expect(readdirSync(join(folder, 'copies'))).toHaveLength(2)

    expect((await redeem(server, code, orderOf('since'))).status).toBe(201)
    await call(server, 'eraseCustomer', { params: { reference: 'grace' } })
    expect((await run(server, 'restore', backup, '--key-file', key)).said).toContain('Another server uses')
    await server.stop()

    expect((await run(server, 'restore', backup)).said).toContain('--key-file')
    const changed = readFileSync(backup)
    changed[changed.length - 40] = (changed[changed.length - 40] ?? 0) ^ 1
    const bent = join(folder, 'bent.db.sealed')
    writeFileSync(bent, changed)
    writeFileSync(join(folder, 'bent.db.keys.sealed'), changed)
    expect((await run(server, 'restore', bent, '--key-file', key)).said).toContain('does not open')
    expect((await run(server, 'restore', backup, '--key-file', key, '--dry-run')).said).toContain(
      'forget 1 people again',
    )
    const restored = await run(server, 'restore', backup, '--key-file', key)
    expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('1 of them had come back') })

    await server.restart()
    expect((await ask(server, 'readyz', {})).body).toMatchObject({ status: 'not_ready', confirmed: false })
    for (const answer of [
      await redeem(server, code, orderOf('again')),
      await ask(server, 'runCampaign', { params: { id: campaign } }),
      await ask(server, 'hold', { body: { code: other, order: orderOf('again') } }),
    ]) {
      expect([answer.status, codeOf(answer)]).toEqual([503, 'restore.unconfirmed'])
    }
    expect((await ask(server, 'getCustomer', { params: { reference: 'grace' } })).status).toBe(404)
    expect((await ask(server, 'getCustomer', { params: { reference: 'ada' } })).status).toBe(200)

    const told = join(folder, 'redemptions.ndjson')
    writeFileSync(
      told,
      `${JSON.stringify({ code, order: orderOf('since') })}\n\nnot json\n${JSON.stringify({ code: 'X' })}\n`,
    )
    const reconciled = await run(server, 'restore', '--redemptions', told)
    expect(reconciled.said).toContain('1 redeemed, 0 known already, 2 refused')
    expect(reconciled.said).toContain(`${told}:3: this is no JSON`)
    expect((await run(server, 'restore', '--redemptions', told)).said).toContain('0 redeemed, 1 known already')
    expect((await run(server, 'restore', '--confirm')).code).toBe(0)
    await untilConfirmed(server)
    expect(codeOf(await redeem(server, code, orderOf('again')))).toBe('voucher.already_redeemed')
    expect((await redeem(server, other, orderOf('next'))).status).toBe(201)
    expect(await checkBooks(server)).toEqual([])
  })
})

test('a restored PostgreSQL is marked, forgets again, and waits for its confirmation', async () => {
  const journal = join(folder, 'erased')
  await withServer({ engine: 'postgres', env: { ERASURE_JOURNAL: journal } }, async (server) => {
    const { code } = await open(server)
    await call(server, 'eraseCustomer', { params: { reference: 'grace' } })
    expect(readFileSync(journal, 'utf8').split('\n')).toHaveLength(2)
    await server.stop()
    expect((await run(server, 'restore', '--mark')).said).toContain(
      '1 people are in the erasure journal; 0 of them had come back',
    )
    await server.restart()
    expect(codeOf(await redeem(server, code, orderOf('early')))).toBe('restore.unconfirmed')
    expect((await run(server, 'restore', '--confirm')).code).toBe(0)
    await untilConfirmed(server)
    expect((await redeem(server, code, orderOf('late'))).status).toBe(201)
  })
})
