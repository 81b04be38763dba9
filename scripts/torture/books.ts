// Reads the database beside the server and says in sentences what was acknowledged and is not there.
import { sql } from 'drizzle-orm'
import { openStore } from '#db/open.ts'
import type { Queries } from '#db/store.ts'
import { answerTo, type Life } from './lives.ts'

const CHUNK = 400

/** Opens the database beside the server for as long as `work` reads. */
export async function beside<T>(url: string, work: (q: Queries) => Promise<T>): Promise<T> {
  const store = await openStore({ url, now: Date.now, migrate: false, lanes: 1, readers: 1 })
  try {
    return await work(store.read)
  } finally {
    await store.close()
  }
}

type Kind = 'vouchers' | 'holds' | 'redemptions' | 'reversals'
interface Expected {
  kind: Kind
  id: string
  /** What the row has to say of what was acknowledged. */
  fits(row: Record<string, unknown>): boolean
  key: string
}

/** Holds every acknowledged answer of the lives against its row; answers how many there were, and which are wrong. */
export async function checkAcknowledged(
  q: Queries,
  lives: readonly Life[],
): Promise<{ checked: number; lost: string[] }> {
  const expected = lives.flatMap(expectedOf)
  const lost: string[] = []
  for (const kind of ['vouchers', 'holds', 'redemptions', 'reversals'] as const) {
    const wanted = expected.filter((one) => one.kind === kind)
    for (let at = 0; at < wanted.length; at += CHUNK) {
      const chunk = wanted.slice(at, at + CHUNK)
      const ids = sql.join(
        chunk.map(({ id }) => sql`${id}`),
        sql`, `,
      )
      const rows = await q.rows<Record<string, unknown>>(sql`select * from ${sql.raw(kind)} where id in (${ids})`)
      const byId = new Map(rows.map((row) => [row.id, row]))
      for (const { id, key, fits } of chunk) {
        const row = byId.get(id)
        if (row === undefined) lost.push(`${key} was acknowledged, and ${id} is not there`)
        else if (!fits(row)) lost.push(`${key} was acknowledged, and ${id} is ${JSON.stringify(row)}`)
      }
    }
  }
  return { checked: expected.length, lost }
}

function expectedOf(life: Life): Expected[] {
  const all: Expected[] = []
  const say = (key: string, kind: Kind, id: unknown, fits: Expected['fits']) =>
    all.push({ key: `life-${life.number}-${key}`, kind, id: String(id), fits })
  const voucherId = (answerTo(life, 'issue')?.voucher as { id?: string } | undefined)?.id
  if (voucherId !== undefined) say('issue', 'vouchers', voucherId, (row) => row.occasion === `life-${life.number}`)
  const hold = answerTo(life, 'hold')
  if (hold) say('hold', 'holds', hold.id, (row) => row.voucher_id === voucherId)
  if (answerTo(life, 'release')) say('release', 'holds', hold?.id, (row) => row.state === 'released')
  for (const name of ['redeem', 'again'] as const) {
    const made = answerTo(life, name)
    const fits = (row: Record<string, unknown>) =>
      row.voucher_id === voucherId &&
      row.discount_minor === made?.discountMinor &&
      row.order_reference === made?.orderReference
    if (made) say(name, 'redemptions', made.id, fits)
  }
  for (const name of ['partly', 'reverse'] as const) {
    const made = answerTo(life, name)
    const fits = (row: Record<string, unknown>) =>
      row.redemption_id === made?.redemptionId && row.amount_minor === made?.amountMinor
    if (made) say(name, 'reversals', made.id, fits)
  }
  if (answerTo(life, 'revoke')) say('revoke', 'vouchers', voucherId, (row) => row.state === 'revoked')
  return all
}
