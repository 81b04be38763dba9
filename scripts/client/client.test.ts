/** The client that others install: its types are those of the doors, and checkouts in three languages redeem with a handful of lines. */
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import {
  cellsOf,
  decide,
  issue,
  launchCampaign,
  makeKey,
  openWithNotice,
  putCustomer,
} from '../../server/acceptance/shop.ts'
import { withServer } from '../../server/test-server.ts'
import { createVouchsafe } from './package/client.ts'
import { PATHS, printClient } from './write.ts'

const root = join(import.meta.dirname, '../..')

const samples = [
  ['checkout.js', process.execPath],
  ['checkout.py', 'python3'],
  ['checkout.php', 'php'],
] as const

test('the types are printed from the doors as they are: `npm run client` was run', () => {
  expect(printClient() === readFileSync(PATHS, 'utf8')).toBe(true)
})

test('a checkout is at most twenty lines, and redeems once however often it asks', async () => {
  await withServer({ engine: 'sqlite' }, async (server) => {
    const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
    const noticeVersion = await openWithNotice(server, cells)
    await putCustomer(server, 'ada', {})
    await decide(server, 'ada', noticeVersion, cells)
    const campaign = await launchCampaign(server, { purpose: 'offers' })
    const key = await makeKey(server, 'checkout')
    const shop = createVouchsafe({ baseUrl: server.url, key })
    for (const [file, runtime] of samples) {
      const path = join(import.meta.dirname, 'package', file)
      const lines = readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '' && !/^\s*(#|\/\/)/.test(line))
      expect(lines.length).toBeLessThanOrEqual(20)
      if (spawnSync(runtime, ['--version']).error) {
        console.warn(`${file} was not run: there is no ${runtime} on this machine`)
        continue
      }
      const { code } = await issue(server, campaign, 'ada', file)
      const env = { ...process.env, VOUCHSAFE_URL: server.url, VOUCHSAFE_KEY: key }
      const ask = async () =>
        JSON.parse((await promisify(execFile)(runtime, [path, code, file, '4200'], { env })).stdout)
      const first = await ask()
      expect(first).toEqual({ id: expect.stringMatching(/^red_/), discountMinor: 500 })
      const order = { reference: file, currency: 'EUR', amountMinor: 4200 }
      const again = await shop.POST('/v1/redemptions', { body: { code, order } })
      expect([again.response.status, again.data?.id]).toEqual([200, first.id])
    }
    const { error } = await shop.GET('/v1/redemptions/{id}', {
      params: { path: { id: 'red_00000000000000000000000000' } },
    })
    expect(error?.code).toBe('redemption.not_found')
  })
})

test('the package that others install holds the client, its types and the checkouts, and works as it is packed', async () => {
  const folder = join(import.meta.dirname, 'package')
  const home = await mkdtemp(join(tmpdir(), 'vouchsafe-pack-'))
  try {
    const run = promisify(execFile)
    const env = { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` }
    const { stdout } = await run('npm', ['pack', '--json', '--offline', '--pack-destination', home], {
      cwd: folder,
      env,
    })
    const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as { filename: string; files: { path: string }[] }[]
    const files = packed?.files.map(({ path }) => path) ?? []
    const client = 'dist/scripts/client/package/client'
    for (const file of ['checkout.js', 'checkout.py', 'checkout.php', `${client}.js`, `${client}.d.ts`, 'package.json'])
      expect(files).toContain(file)
    await run('tar', ['-xzf', join(home, packed?.filename ?? ''), '-C', home])
    await symlink(join(root, 'node_modules'), join(home, 'node_modules'))
    const made = (await import(
      pathToFileURL(join(home, 'package', `${client}.js`)).href
    )) as typeof import('./package/client.ts')
    const asked: Request[] = []
    const shop = made.createVouchsafe({
      baseUrl: 'https://vouchers.shop.example',
      key: 'vsk_x',
      fetch: async (request) => {
        asked.push(request)
        return Response.json({ id: 'red_1' }, { status: 201 })
      },
    })
    const order = { reference: 'A-1', currency: 'EUR', amountMinor: 100 }
    expect((await shop.POST('/v1/redemptions', { body: { code: 'X', order } })).data?.id).toBe('red_1')
    expect([asked[0]?.url, asked[0]?.headers.get('authorization')]).toEqual([
      'https://vouchers.shop.example/v1/redemptions',
      'Bearer vsk_x',
    ])
    expect(asked[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/)
  } finally {
    await rm(join(folder, 'dist'), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
})
