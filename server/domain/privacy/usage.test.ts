import { afterAll, beforeAll, expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { dispatch } from '#delivery/dispatch.ts'
import { queueMessages } from '#delivery/queue.ts'
import { type Mailbox, openMailbox, openShop } from '#delivery/test-delivery.ts'
import { HOUR_MS } from '#shared/time.ts'
import { runCampaign } from '#vouchers/issue-run.ts'
import { everythingOf } from './everything.ts'
import { myData } from './my-data.ts'
import { noteAccess, noteCodesExport, reasonOf } from './staff-access.ts'
import { usageOf } from './usage.ts'
import { ruleLines, whyVoucher } from './why.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

forEachHouse('who used what', (open) => {
  const shopOf = async () => openShop(await open(), { smtpUrl: box.url })
  const run = (house: Parameters<typeof runCampaign>[0], id: string) => runCampaign(house, id, 'manual', queueMessages)

  test('a run that gave nothing is derived from what was agreed then; one that gave something is told as that', async () => {
    const { house, person, campaignId, withdraw } = await shopOf()
    const ann = await person('ann', { givenName: 'Ann' })
    house.advance(HOUR_MS)
    await run(house, campaignId)
    house.advance(1)
    await dispatch(house)
    house.advance(HOUR_MS)
    await run(house, campaignId)
    house.advance(HOUR_MS)
    await withdraw(ann)
    house.advance(HOUR_MS)
    await run(house, campaignId)
    const uses = await usageOf(house, ann)
    expect(uses.map(({ kind }) => kind)).toEqual(['run_no_offer', 'disclosure', 'decision_voucher'])
    const [checked, sent, voucher] = uses
    expect(voucher).toMatchObject({ values: { purpose: 'offers' }, categories: ['name'] })
    expect(sent).toMatchObject({ values: { recipient: '127.0.0.1' }, categories: ['contact.email', 'name'] })
    expect(checked?.at).toBe(house.clock.now() - 2 * HOUR_MS)
    house.advance(1)
    const eve = await person('eve')
    expect(await usageOf(house, eve)).toEqual([])
  })

  test('staff say why, machines need not, and both are shown by their role', async () => {
    const { house, person } = await shopOf()
    const ann = await person('ann')
    const marketer = { id: 'key_m', roles: ['marketer', 'analyst'] as const }
    expect(() => reasonOf(marketer, '  ')).toThrow('X-Access-Reason')
    expect(() => reasonOf({ id: 'key_p', roles: ['privacy'] }, undefined)).toThrow('X-Access-Reason')
    expect(reasonOf({ id: 'key_s', roles: ['shop'] }, undefined)).toBeNull()
    const latin1 = Buffer.from('Rückfrage ☎', 'utf8').toString('latin1')
    expect(reasonOf(marketer, latin1)).toBe('Rückfrage ☎')
    await noteAccess(house, marketer, 'ann', ['name'], 'ticket 7')
    await noteAccess(house, { id: 'key_s', roles: ['shop'] }, 'ann', ['name'], null)
    await noteAccess(house, marketer, 'nobody', ['name'], 'ticket 8')
    const uses = await usageOf(house, ann)
    expect(
      uses.map(({ kind, values }) => [kind, values]).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ).toEqual([
      ['staff_read', { role: 'marketer, analyst', reason: 'ticket 7' }],
      ['staff_read', { role: 'shop', reason: '' }],
    ])
    expect(JSON.stringify(uses)).not.toContain('key_m')
  })

  test('why a voucher: the rule, what was read, and the yes it rested on', async () => {
    const { house, person, issue, withdraw, campaignId: shopCampaign } = await shopOf()
    const ann = await person('ann', { country: 'DE' })
    const agreedAt = house.clock.now()
    const rule = {
      any: [
        { field: 'locale', op: 'is_unknown' as const },
        { not: { field: 'locale', op: 'eq' as const, value: 'fr' } },
      ],
    }
    const id = await issue(ann)
    const why = await whyVoucher(house, id, ann)
    expect(why).toMatchObject({
      voucherId: id,
      rule: [{ key: 'why.trigger.broadcast', values: {} }],
      purposeKey: 'offers',
      legalBasis: 'consent',
      categories: ['name', 'contact.email'],
      canStop: true,
    })
    expect(why.consents.map(({ at, category, noticeVersion }) => [at, category, noticeVersion])).toEqual([
      [agreedAt, 'name', 1],
      [agreedAt, 'contact.email', 1],
    ])
    expect(ruleLines(rule)).toEqual([
      { key: 'why.any', values: { count: 2 } },
      { key: 'why.condition.is_unknown', values: { field: 'locale', value: '' } },
      { key: 'why.not', values: {} },
      { key: 'why.condition.eq', values: { field: 'locale', value: 'fr' } },
    ])
    await house.store.write((tx) => noteCodesExport(tx, shopCampaign, { id: 'key_s', roles: ['shop'] }))
    expect(await usageOf(house, ann)).toContainEqual(
      expect.objectContaining({ kind: 'disclosure', values: { recipient: 'shop' } }),
    )
    const eve = await person('eve')
    expect((await usageOf(house, eve)).filter(({ kind }) => kind === 'disclosure')).toEqual([])
    await expect(whyVoucher(house, id, eve)).rejects.toMatchObject({ code: 'voucher.not_found' })
    await withdraw(ann)
    const after = await whyVoucher(house, id, ann)
    expect([after.canStop, after.consents]).toEqual([false, why.consents])
  })

  test('all that is stored, readable, and in the words of a page', async () => {
    const { house, person, issue } = await shopOf()
    const ann = await person('ann', { givenName: 'Ann', country: 'DE' })
    await issue(ann)
    const { profile, tables } = await everythingOf(house, ann)
    expect(profile).toMatchObject({ reference: 'ann', givenName: 'Ann', email: 'ann@shop.example' })
    expect(tables.vouchers).toHaveLength(1)
    expect(tables.consentEvents).toHaveLength(2)
    expect(tables.consents?.[0]).toMatchObject({ state: 'granted' })
    expect(JSON.stringify(tables)).not.toMatch(/[sS]ealed/)
    const mine = await myData(house, ann)
    expect(mine.held).toContainEqual({ name: 'givenName', value: 'Ann', category: 'name' })
    expect(mine.counts).toContainEqual({ key: 'vouchers', count: 1 })
    expect(mine.editable).toEqual({ givenName: 'Ann', familyName: '', email: 'ann@shop.example' })
  })
})
