/** A connection that hears what other processes tell, and comes back when it was lost. */
import type pg from 'pg'
import { CHANNEL, pass, passAll } from './signals.ts'

const AGAIN_MS = 1000

export function makeListener(connect: () => Promise<pg.Client>) {
  let wanted = false
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let opening: Promise<void> = Promise.resolve()

  function lost(one: pg.Client): void {
    if (client !== one) return
    client = undefined
    one.end().catch(() => {})
    later()
  }

  function later(): void {
    if (wanted) again = setTimeout(start, AGAIN_MS).unref()
  }

  function start(): void {
    opening = open().catch(later)
  }

  async function open(): Promise<void> {
    const made = await connect()
    if (!wanted) return made.end()
    client = made
    made.on('error', () => lost(made)).on('end', () => lost(made))
    made.on('notification', ({ payload }) => pass(payload ?? ''))
    await made.query(`listen ${CHANNEL}`).catch(() => lost(made))
    passAll()
  }

  return {
    listen(): void {
      if (wanted) return
      wanted = true
      start()
    },
    async close(): Promise<void> {
      wanted = false
      clearTimeout(again)
      await opening
      await client?.end()
    },
  }
}
