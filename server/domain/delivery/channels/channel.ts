// The socket of a channel: what it is called, what it lacks before it can send, and how it sends one message.

import type { Config } from '#core/config.ts'
import type { House } from '#core/house.ts'
import type { Channel } from '#shared/kinds.ts'
import type { Logo } from '../brand.ts'
import type { Written } from '../message.ts'

export interface Outgoing extends Written {
  /** What stands behind the words, for channels that carry facts and not only words. */
  facts?: { campaignId: string; voucherId: string; code: string; expiresAt: number; purpose: string; reference: string }
  /** The browsers that take push messages for her. */
  browsers?: readonly Browser[]
  /** The message's id: the same at every attempt, and so is what receivers tell doubles by. */
  id: string
  /** The contact point; null when the person has none. */
  address: string | null
  /** What a mail's HTML shows above its words, carried in the mail. */
  logo?: Logo | undefined
  /** Where one press ends such messages; absent for what is no marketing. */
  unsubscribe?: string
}

export interface Browser {
  id: string
  endpoint: string
  p256dh: string
  auth: string
}

/**
 * How an attempt ended. `later`: certainly not taken, to be tried again. `unknown`: perhaps taken, to be sent again with
 * the same id. `failed`: refused for good. `rest`: not tried, because the channel rests until then. Reasons are short words: no address, no answer of a server stands in them.
 */
export type Attempt =
  | { kind: 'sent' }
  | { kind: 'later' | 'unknown' | 'failed'; reason: string }
  | { kind: 'rest'; until: number; reason: string }

export interface Sender {
  /** How many messages it takes side by side. */
  atOnce: number
  /** Answers within a few minutes and never throws. */
  send(message: Outgoing): Promise<Attempt>
  close(): void
}

export interface ChannelSocket {
  code: Channel
  label: string
  args: readonly string[]
  /** What is missing before anything can be sent; null when nothing is. */
  lacks(config: Config): string | null
  /** Null for a channel whose messages people come and fetch. */
  open: ((house: House) => Sender) | null
}
