/** What one process tells, all hear, also after they were deaf for a while. */
import pg from 'pg'
import { expect, it } from 'vitest'
import { tell } from './signals.ts'
import { forEachEngine } from './test-store.ts'

forEachEngine('a signal', (open) => {
  it('is heard once its write is committed, and not at all when it is not', async () => {
    const { store } = await open()
    const heard: string[] = []
    const stop = store.hear('guesses', () => void heard.push('guesses'))
    // What a process may have missed before it listened is told first.
    while (store.engine === 'postgres' && heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    heard.length = 0
    const failed = store.write(async (tx) => {
      await tell(tx, 'guesses')
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    await store.write((tx) => tell(tx, 'keys'))
    expect(heard).toEqual([])
    await store.write((tx) => tell(tx, 'guesses'))
    expect(heard.length).toBeGreaterThan(0)
    stop()
    heard.length = 0
    await store.write((tx) => tell(tx, 'guesses'))
    expect(heard).toEqual([])
  })

  it('comes from other processes too, and a connection that was lost comes back', async () => {
    const { store, url } = await open()
    if (store.engine === 'sqlite') return
    let wake = () => {}
    const heard = () => new Promise<void>((resolve) => (wake = resolve))
    const atFirst = heard()
    const stop = store.hear('keys', () => wake())
    await atFirst
    const other = new pg.Client(url)
    await other.connect()
    const told = heard()
    await other.query(`select pg_notify('vouchsafe', 'keys')`)
    await told
    const again = heard()
    await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()`,
    )
    await again
    const toldAgain = heard()
    await other.query(`select pg_notify('vouchsafe', 'keys')`)
    await toldAgain
    await other.end()
    stop()
  })
})
