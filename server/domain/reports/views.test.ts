// A saved report comes by mail when it is due, once, with a link to the numbers as they were.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { sendServiceMails } from '#delivery/send-service.ts'
import { type Mailbox, openMailbox, openShop } from '#delivery/test-delivery.ts'
import { DAY_MS } from '#shared/time.ts'
import { showSnapshot } from './snapshots.ts'
import { dropView, listViews, mailViews, nextMail, saveView } from './views.ts'

const viewsAsKept = sql`select * from report_views`
let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

forEachHouse('a saved report', (open) => {
  test('is mailed when it is due, once, and its link shows the same numbers later', async () => {
    const shop = await openShop(await open(), { smtpUrl: box.url })
    const { house, campaignId } = shop
    box.mails.length = 0
    const view = {
      name: 'Every morning',
      campaignId,
      asked: { by: 'variant' as const },
      every: 'day' as const,
      to: 'boss@shop.example',
    }
    const id = await house.store.write((tx) => saveView(house, tx, view, { owner: 'key_1', exact: true }))
    expect(await nextMail(house)).toBe(house.clock.now() + DAY_MS)
    expect(await mailViews(house)).toBe(0)
    house.advance(DAY_MS)
    expect((await Promise.all([mailViews(house), mailViews(house)])).reduce((sum, count) => sum + count, 0)).toBe(1)
    await sendServiceMails(house)
    expect(box.mails.map(({ to }) => to)).toEqual(['boss@shop.example'])
    const mail = await box.read(box.mails[0])
    expect(mail.subject).toBe('Report: Every morning')
    expect(mail.text).toContain('issued: 0')
    const hash = /snapshots\/([0-9a-f]{64})/.exec(mail.text ?? '')?.[1] ?? ''
    await shop.issue(await shop.person('vera', { email: 'vera@nowhere.example' }))
    expect((await showSnapshot(house, hash, { exact: true })).report.total.issued).toBe(0)
    expect(JSON.stringify(await house.store.read.rows(viewsAsKept))).not.toContain('boss@')
    expect((await listViews(house, { limit: 5 }, false)).data).toEqual([])
    expect((await listViews(house, { limit: 5 }, true)).data.map(({ to }) => to)).toEqual(['boss@shop.example'])
    await expect(house.store.write((tx) => dropView(tx, id, false))).rejects.toMatchObject({ code: 'report.not_found' })
    await house.store.write((tx) => dropView(tx, id, true))
    expect(await nextMail(house)).toBeNull()
  })
})
