// The environment of what carries messages besides e-mail: text messages, push, the shop's own sender, partners, its pages.
import { z } from 'zod'

const url = z.url({ protocol: /^https?$/ })
/** As Standard Webhooks write it: `whsec_` and base64. */
const secret = z.string().regex(/^whsec_[A-Za-z0-9+/]{32,100}={0,2}$/, 'must be whsec_ and at least 24 bytes in base64')

export const sendersEnvironment = {
  SMS_URL: url.optional(),
  SMS_SHAPE: z.enum(['twilio', 'json']).default('json'),
  SMS_FROM: z.string().max(40).default('Vouchsafe'),
  SMS_USER: z.string().max(200).default(''),
  SMS_TOKEN: z.string().max(500).default(''),
  PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:.+@.+|https:\/\/.+)$/, 'must be mailto:… or https://…')
    .optional(),
  MESSAGE_WEBHOOK_URL: url.optional(),
  MESSAGE_WEBHOOK_SECRET: secret.optional(),
  PARTNER_URL: url.optional(),
  PARTNER_SECRET: secret.optional(),
  ONSITE_ORIGINS: z.string().default(''),
}

export interface Senders {
  /** Undefined while nothing takes text messages. */
  sms: { url: string; shape: 'twilio' | 'json'; from: string; user: string; token: string } | undefined
  /** Whom push services may ask about what we send (RFC 8292). */
  pushContact: string | undefined
  /** The shop's own sender, and who hands codes out for it; each signed with its secret. */
  messageWebhook: { url: string; secret: string } | undefined
  partner: { url: string; secret: string } | undefined
  /** Origins whose pages may ask for on-site offers. */
  onsiteOrigins: string[]
}

type Read = z.infer<z.ZodObject<typeof sendersEnvironment>>

/** Throws one error that names what goes together or is no origin. */
export function readSenders(it: Read): Senders {
  const { SMS_URL, SMS_SHAPE: shape, SMS_FROM: from, SMS_USER: user, SMS_TOKEN: token } = it
  return {
    sms: SMS_URL === undefined ? undefined : { url: SMS_URL, shape, from, user, token },
    pushContact: it.PUSH_CONTACT,
    messageWebhook: pair('MESSAGE_WEBHOOK', it.MESSAGE_WEBHOOK_URL, it.MESSAGE_WEBHOOK_SECRET),
    partner: pair('PARTNER', it.PARTNER_URL, it.PARTNER_SECRET),
    onsiteOrigins: it.ONSITE_ORIGINS.split(',').flatMap((part) => (part.trim() === '' ? [] : [originOf(part.trim())])),
  }
}

function pair(name: string, address: string | undefined, signedWith: string | undefined) {
  if (address === undefined && signedWith === undefined) return undefined
  if (address !== undefined && signedWith !== undefined) return { url: address, secret: signedWith }
  throw new Error(`The environment is not usable:\n  ${name}_URL and ${name}_SECRET go together`)
}

function originOf(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null'
  if (origin === 'null' || origin !== text.replace(/\/$/, '')) {
    throw new Error(
      `The environment is not usable:\n  ONSITE_ORIGINS: ${text} is no origin such as https://shop.example`,
    )
  }
  return origin
}
