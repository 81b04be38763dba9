// Sends pages of rows to the drop-in of a running server, and waits until each is done; what was sent is not sent again.
import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Body } from './rows.ts'

export interface Target {
  url: string
  key: string
}

async function ask(
  target: Target,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${target.url.replace(/\/$/, '')}/voucherify/v1${path}`, {
    method,
    headers: { 'x-app-id': 'import', 'x-app-token': target.key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const told = (await answer.json().catch(() => ({}))) as Body
  return { status: answer.status, body: told }
}

const LOOK_AGAIN_MS = 100

export interface Failed {
  /** Of the page, from 0. */
  at: number
  reason: string
}

/** Answers the rows of the page that were not taken. Throws when the server does not take the page at all. */
export async function sendPage(target: Target, path: string, page: Body[]): Promise<Failed[]> {
  const begun = await ask(target, 'POST', path, page)
  if (begun.status !== 202)
    throw new Error(`${path}: ${begun.status} ${String(begun.body.details ?? begun.body.message)}`)
  for (;;) {
    const { status, body } = await ask(target, 'GET', `/async-actions/${String(begun.body.async_action_id)}`)
    if (status !== 200) throw new Error(`The server does not know its own work any more: ${status}`)
    if (body.status === 'FAILED') throw new Error(`The server gave up a page: ${JSON.stringify(body.result)}`)
    if (body.status === 'DONE') {
      const { failed = [] } = (body.result ?? {}) as { failed?: { row: number; reason: string }[] }
      return failed.map(({ row, reason }) => ({ at: row - 1, reason }))
    }
    await pause(LOOK_AGAIN_MS)
  }
}

/** Makes the campaign unless there is one of that name. */
export async function ensureCampaign(target: Target, campaign: Body): Promise<void> {
  const made = await ask(target, 'POST', '/campaigns', campaign)
  if (made.status !== 200 && made.status !== 409)
    throw new Error(
      `Campaign ${String(campaign.name)}: ${made.status} ${String(made.body.details ?? made.body.message)}`,
    )
}

/** How many rows of each file were sent, by what the file is: another file begins anew. */
export async function openProgress(path: string) {
  const done = JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as Record<string, number>
  return {
    of: (key: string): number => done[key] ?? 0,
    async note(key: string, rows: number): Promise<void> {
      done[key] = rows
      await writeFile(`${path}.new`, JSON.stringify(done, null, 2))
      await rename(`${path}.new`, path)
    },
  }
}

export const fileKey = (kind: string, content: string): string =>
  `${kind} ${createHash('sha256').update(content).digest('hex').slice(0, 16)}`
