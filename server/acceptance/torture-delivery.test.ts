// Processes that send mail are killed at random, and nothing is lost or doubled (`npm run torture:delivery` does it for 20,000).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testPostgresUrl } from '#db/test-store.ts'
import { tortureDelivery } from '../../scripts/torture/delivery.ts'

const MESSAGES = 600

const common = (shares: number[]) => {
  const left = shares.values()
  return { messages: MESSAGES, kills: 2, random: () => left.next().value ?? 0.5, say: () => {} }
}
const whole = { messages: MESSAGES, sent: MESSAGES, lost: 0, doubles: 0 }

test('two processes on PostgreSQL, killed twice: every message once', async () => {
  const databaseUrl = await testPostgresUrl()
  const shares = [0.25, 0.75, 0, 0.9]
  const found = await tortureDelivery({ ...common(shares), engine: 'postgres', databaseUrl, processes: 2 })
  expect(found).toMatchObject({ ...whole, kills: 2 })
  expect(found.mails).toBe(MESSAGES + found.cameAgain)
  expect(found.cameAgain).toBeLessThanOrEqual(found.redeliveries)
})

test('one process on SQLite, killed and started again twice: every message once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouchsafe-mail-'))
  try {
    const databaseUrl = `file:${join(folder, 'house.db')}`
    const shares = [0.15, 0.9]
    const found = await tortureDelivery({ ...common(shares), engine: 'sqlite', databaseUrl, processes: 1 })
    expect(found).toMatchObject({ ...whole, kills: 2 })
    expect(found.cameAgain).toBeLessThanOrEqual(found.redeliveries)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
