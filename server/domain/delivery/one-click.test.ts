// Every marketing mail says why it came and ends with one press, in headers that its signature covers (RFC 8058, RFC 6376).
import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { readUnsubscribe } from '#consent/unsubscribe-token.ts'
import { forEachHouse } from '#core/test-house.ts'
import { dispatch } from './dispatch.ts'
import { type Mailbox, openMailbox, openShop } from './test-delivery.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dkim = {
  domainName: 'shop.example',
  keySelector: 'mail',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
}

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
beforeEach(() => {
  box.mails.length = 0
  box.mood = 'takes'
})
afterAll(() => box.close())

/** Verifies a relaxed/relaxed signature as RFC 6376 says, and answers which headers it covers. */
function verifyDkim(raw: string): { isValid: boolean; covers: string[] } {
  const cut = raw.indexOf('\r\n\r\n')
  const headers = raw.slice(0, cut).split(/\r\n(?![ \t])/)
  const find = (name: string) => headers.findLast((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  const relaxed = (line: string) => {
    const at = line.indexOf(':')
    return `${line.slice(0, at).toLowerCase().trim()}:${line
      .slice(at + 1)
      .replace(/\s+/g, ' ')
      .trim()}`
  }
  const signature = find('DKIM-Signature') ?? ''
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s+/g, '')]),
  )
  const covers = (tags.get('h') ?? '').toLowerCase().split(':')
  const lines = raw
    .slice(cut + 4)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
  const body = `${lines.join('\r\n').replace(/(\r\n)+$/, '')}\r\n`
  const isWhole = createHash('sha256').update(body, 'binary').digest('base64') === tags.get('bh')
  const signed = covers.flatMap((name) => find(name) ?? []).map((line) => `${relaxed(line)}\r\n`)
  const bare = relaxed(signature).replace(/(;\s?b=)[^;]*/, '$1')
  const check = createVerify('RSA-SHA256').update(signed.join('') + bare, 'binary')
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  return { isValid: isWhole && check.verify(key, tags.get('b') ?? '', 'base64'), covers }
}

forEachHouse('marketing mails', (open) => {
  async function mailOf(publicUrl: string, locale = 'en') {
    const opened = await open()
    const config = { ...opened.config, publicUrl, dkim }
    const shop = await openShop({ ...opened, config }, { smtpUrl: box.url })
    const customerId = await shop.person('ada', { givenName: 'Ada', locale })
    await shop.issue(customerId)
    await dispatch(shop.house)
    return {
      customerId,
      house: shop.house,
      raw: box.mails[0]?.raw.toString('latin1') ?? '',
      mail: await box.read(box.mails[0]),
    }
  }

  it('have one HTTPS address for one press, in headers that the signature covers', async () => {
    const { raw, mail, customerId, house } = await mailOf('https://shop.example')
    const values = (key: string) => mail.headers.filter((header) => header.key === key).map(({ value }) => value)
    expect(values('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click'])
    const [uri, ...more] = values('list-unsubscribe')
    expect(more).toEqual([])
    const token = /^<https:\/\/shop\.example\/u\/([\w-]+)>$/.exec(String(uri))?.[1] ?? ''
    expect(readUnsubscribe(house.secrets, token)).toEqual({ customerId, channel: 'email' })
    const { isValid, covers } = verifyDkim(raw)
    expect(isValid).toBe(true)
    expect(covers).toEqual(expect.arrayContaining(['from', 'subject', 'list-unsubscribe', 'list-unsubscribe-post']))
    expect(verifyDkim(raw.replace('One-Click', 'Two-Click')).isValid).toBe(false)
    expect(mail.text).toContain(`Unsubscribe with one press: https://shop.example/u/${token}`)
    expect(mail.html).toContain(` href="https://shop.example/u/${token}" dir="ltr">`)
  })

  it('say why they came, who sends them and who answers for the data', async () => {
    const { mail } = await mailOf('https://shop.example', 'en')
    expect(mail.text).toContain('You get this mail because you agreed on June 15, 2026 to “offers”.')
    expect(mail.text).toContain('This mail comes from Example Shop, 1 High Street, Springfield.')
    expect(mail.text).toContain('Responsible for your data: Example Shop, privacy@shop.example.')
    expect(mail.html).not.toMatch(/<img|src=/)
  })

  it('promise one press only where it comes over HTTPS', async () => {
    const { mail } = await mailOf('http://localhost:8080')
    const keys = mail.headers.map(({ key }) => key)
    expect(keys).toContain('list-unsubscribe')
    expect(keys).not.toContain('list-unsubscribe-post')
  })
})
