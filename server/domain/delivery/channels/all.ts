// Every channel that there is, and which of them can send with this configuration.
import type { Config } from '#core/config.ts'
import type { Channel } from '#shared/kinds.ts'
import type { ChannelSocket } from './channel.ts'
import { email } from './email.ts'
import { onsite } from './onsite.ts'
import { partner } from './partner.ts'
import { push } from './push.ts'
import { sms } from './sms.ts'
import { webhook } from './webhook.ts'

export const allChannels: readonly ChannelSocket[] = [email, sms, push, onsite, partner, webhook]

/** The channels whose messages we take somewhere, and can. The others' messages wait in the outbox. */
export const sendingChannels = (config: Config): Channel[] =>
  allChannels.filter((channel) => channel.open !== null && channel.lacks(config) === null).map(({ code }) => code)

/** Those by which what is no marketing goes to an address of a person. */
export const serviceChannels = (config: Config): ('email' | 'sms')[] =>
  sendingChannels(config).filter((channel) => channel === 'email' || channel === 'sms')
