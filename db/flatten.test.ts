// What is written out once says the same as before, on both engines.
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { flatten } from './flatten.ts'
import { forEachEngine } from './test-store.ts'

forEachEngine('a flattened condition', (open) => {
  it('asks the same with the same parameters', async () => {
    const { store } = await open()
    const inner = sql`(case when ${3} > ${2} then ${"it's ?"} else ${null} end)`
    const whole = sql`select cast(${inner} as text) as said, cast(${4} as bigint) as number`
    const [plain, flat] = [await store.read.rows(whole), await store.read.rows(flatten(whole))]
    expect(flat).toEqual(plain)
    expect(flat).toMatchObject([{ said: "it's ?" }])
  })
})
