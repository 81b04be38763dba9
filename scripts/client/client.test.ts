/** The client that others install: its types are those of the doors, and checkouts in three languages redeem with a handful of lines. */
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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
