// Signatures of vendors: each vendor's own, the windows of those that sign a time, and secrets that change.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { closeConnector, listDeliveries, rotateSecret, showConnector } from './endpoints.ts'
import { connect, headersFor, hmac, MACHINE_NOW, SECRET, URL } from './test-vendors.ts'

forEachHouse('signatures', (open) => {
  test('each vendor’s own, to the last byte; nothing is kept of others but their number', async () => {
    const house = await open()
    for (const kind of ['shopify', 'woocommerce', 'hubspot', 'stripe', 'generic'] as const) {
      const { send, id } = await connect(house, kind)
      const refused = { code: 'connector.signature' }
      await expect(send('x', '{"a":1}', { bytes: Buffer.from('{"a":2}') })).rejects.toMatchObject(refused)
      await expect(send('x', '{"a":1}', { bytes: Buffer.from('{"a":1') })).rejects.toMatchObject(refused)
      const forged = headersFor(kind, 'x', Buffer.from('{"a":1}'), 'another secret')
      await expect(send('x', '{"a":1}', { headers: forged })).rejects.toMatchObject(refused)
      expect(await send('x', '{"a":1}')).toMatchObject({ handled: false })
      expect(await showConnector(house, id)).toMatchObject({ refused: 3 })
      expect((await listDeliveries(house.store.read, id, { limit: 9 })).data).toMatchObject([{ outcome: 'ignored' }])
      await house.store.write((tx) => closeConnector(tx, id, 'key_1'))
      await expect(send('x', '{"a":1}')).rejects.toMatchObject({ code: 'connector.not_found' })
    }
  })

  test('a secret that was changed is good until its overlap ends', async () => {
    const house = await open()
    const { send, id } = await connect(house, 'shopify')
    const { secret = '' } = await house.store.write((tx) =>
      rotateSecret(house, tx, id, { overlapSeconds: 60 }, 'key_1'),
    )
    const body = Buffer.from('{}')
    const fresh = { headers: headersFor('shopify', 'x', body, secret) }
    expect((await send('x', '{}')).received && (await send('x', '{}', fresh)).received).toBe(true)
    house.advance(61_000)
    await expect(send('x', '{}')).rejects.toMatchObject({ code: 'connector.signature' })
    expect((await send('x', '{}', fresh)).received).toBe(true)
    expect(JSON.stringify(await showConnector(house, id))).not.toContain(secret)
  })

  test('what was signed at another time is refused; HubSpot’s later versions sign the address too', async () => {
    const house = await open()
    const body = Buffer.from('[]')
    const late = await connect(house, 'stripe', {}, MACHINE_NOW + 301_000)
    await expect(late.send('', '{}')).rejects.toMatchObject({ code: 'connector.signature' })
    const { send } = await connect(house, 'hubspot')
    const v2 = createHash('sha256').update(`${SECRET}POST${URL}[]`).digest('hex')
    expect(
      (await send('', '[]', { headers: { 'x-hubspot-signature': v2, 'x-hubspot-signature-version': 'v2' } })).received,
    ).toBe(true)
    const v3 = (stamp: number) => ({
      'x-hubspot-signature-v3': hmac(SECRET, 'base64', `POST${URL}`, body, String(stamp)),
      'x-hubspot-request-timestamp': String(stamp),
    })
    expect((await send('', '[]', { headers: v3(MACHINE_NOW) })).received).toBe(true)
    await expect(send('', '[]', { headers: v3(MACHINE_NOW - 301_000) })).rejects.toMatchObject({
      code: 'connector.signature',
    })
    const { send: hook } = await connect(house, 'generic', { secret: `whsec_${Buffer.from('key').toString('base64')}` })
    const stamp = String(MACHINE_NOW / 1000)
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': stamp,
      'webhook-signature': `v1,nonsense v1,${hmac('key', 'base64', `msg_1.${stamp}.`, body)}`,
    }
    expect((await hook('', '[]', { headers })).received).toBe(true)
    await expect(hook('', '[]', { headers: { ...headers, 'webhook-id': 'msg_2' } })).rejects.toMatchObject({
      code: 'connector.signature',
    })
  })
})
