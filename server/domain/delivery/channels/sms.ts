// Text messages by whatever provider takes them over HTTP: Twilio's form, or a plain JSON shape that others are fitted to.
import type { Config } from '#core/config.ts'
import { callOutside, type OutsideCall } from '#core/outside.ts'
import { SECOND_MS } from '#shared/time.ts'
import { attemptOfAnswer } from './answer.ts'
import type { ChannelSocket, Outgoing } from './channel.ts'

const AT_ONCE = 5
const LIMIT_MS = 30 * SECOND_MS
type Provider = NonNullable<Config['sms']>

export const sms: ChannelSocket = {
  code: 'sms',
  label: 'Text message',
  args: [],
  lacks: (config) => (config.sms === undefined ? 'SMS_URL' : null),
  open: (house) => ({
    atOnce: AT_ONCE,
    async send(message) {
      const { sms: provider } = house.config
      if (provider === undefined) return { kind: 'later', reason: 'no_provider' }
      if (message.address === null) return { kind: 'failed', reason: 'no_address' }
      if (!isNumber(message.address)) return { kind: 'failed', reason: 'bad_address' }
      return attemptOfAnswer(await callOutside(house, callFor(provider, message, message.address)))
    },
    close: () => {},
  }),
}

/** As people dial from anywhere; a number without its country reaches whoever has it there. */
const isNumber = (address: string): boolean => /^\+[1-9][0-9 ().-]{5,24}$/.test(address)

/** The key is the message's id: a provider that knows it sends a repeated message once. */
function callFor(provider: Provider, message: Outgoing, address: string): OutsideCall {
  const to = `+${address.replace(/[^0-9]/g, '')}`
  const key = { 'idempotency-key': message.id }
  if (provider.shape === 'twilio') {
    const basic = Buffer.from(`${provider.user}:${provider.token}`).toString('base64')
    return {
      url: provider.url,
      headers: { ...key, 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` },
      body: new URLSearchParams({ To: to, From: provider.from, Body: message.text }).toString(),
      timeoutMs: LIMIT_MS,
    }
  }
  return {
    url: provider.url,
    headers: { ...key, 'content-type': 'application/json', authorization: `Bearer ${provider.token}` },
    body: JSON.stringify({ id: message.id, to, from: provider.from, text: message.text, locale: message.locale }),
    timeoutMs: LIMIT_MS,
  }
}
