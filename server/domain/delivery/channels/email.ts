// E-mail by SMTP: one pool of connections per round of sending, text and HTML, nothing fetched from elsewhere.
import type { Config } from '#core/config.ts'
import { SECOND_MS } from '#shared/time.ts'
import type { Attempt, ChannelSocket, Outgoing } from './channel.ts'

const CONNECTIONS = 5
const MAILS_PER_CONNECTION = 500
const CONNECT_LIMIT_MS = 10 * SECOND_MS
const SILENCE_LIMIT_MS = 30 * SECOND_MS
/** A server that trickles its answers is given up after this; the lease of a message is longer. */
const SEND_LIMIT_MS = 120 * SECOND_MS

/** What the signature covers. Named here, because the transport's own list leaves List-Unsubscribe-Post out, and without it
 * in the signature nobody has to believe it (RFC 8058). */
const SIGNED = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Content-Language',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
].join(':')

export const email: ChannelSocket = {
  code: 'email',
  label: 'E-mail',
  args: [],
  lacks: (config) => (config.smtpUrl === undefined ? 'SMTP_URL' : null),
  open({ config, clock }) {
    const opening = openTransport(config)
    // It is awaited by whoever sends.
    opening.catch(() => {})
    return {
      // A connection that is through with one mail finds the next one written.
      atOnce: 2 * CONNECTIONS,
      async send(message) {
        if (message.address === null) return { kind: 'failed', reason: 'no_address' }
        if (!isMailbox(message.address)) return { kind: 'failed', reason: 'bad_address' }
        const signal = AbortSignal.timeout(SEND_LIMIT_MS)
        try {
          await (await opening).sendMail({
            ...mailOf(message, message.address, config.mailFrom),
            date: new Date(clock.now()),
            signal,
          })
          return { kind: 'sent' }
        } catch (error) {
          return attemptOf(error)
        }
      },
      close: () =>
        void opening.then(
          (transport) => transport.close(),
          () => {},
        ),
    }
  },
}

/** The library is read by the first round of sending: it holds 8 MB. */
async function openTransport(config: Config) {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url: config.smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MAILS_PER_CONNECTION,
    connectionTimeout: CONNECT_LIMIT_MS,
    greetingTimeout: CONNECT_LIMIT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
    ...(config.dkim === undefined ? {} : { dkim: { ...config.dkim, headerFieldNames: SIGNED } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** One mailbox and nothing else: no list, no name, no comment, no line end; letters of every script. */
export const isMailbox = (address: string): boolean =>
  address.length <= 320 && /^[^\s\p{Cc}"(),:;<>@[\\\]]+@[^\s\p{Cc}"(),:;<>@[\\\]]+$/u.test(address)

function mailOf(message: Outgoing, address: string, from: string) {
  return {
    from,
    to: { name: '', address },
    subject: message.subject,
    text: message.text,
    html: message.html,
    attachments: message.logo === undefined ? [] : [message.logo],
    messageId: messageIdOf(message.id, from),
    headers: {
      'Content-Language': message.locale,
      'Auto-Submitted': 'auto-generated',
      ...unsubscribeHeaders(message.unsubscribe),
    },
  }
}

/** One press by the reader's own mail program; only over HTTPS does anybody have to offer it. */
function unsubscribeHeaders(link: string | undefined): Record<string, string> {
  if (link === undefined) return {}
  const header = { 'List-Unsubscribe': `<${link}>` }
  return link.startsWith('https:') ? { ...header, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : header
}

/** The same at every attempt: receivers tell doubles by it. */
export function messageIdOf(id: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return `<${id}@${domain}>`
}

interface SmtpError {
  code?: string
  originalCode?: string
  responseCode?: number
  response?: string
  timeoutType?: string
}
/** Trouble before any message is handed over. */
const BEFORE = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONFIG', 'EPROXY', 'EREQUIRETLS'])
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
const BEFORE_GREETING = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT'])

/** What an error of the transport says about the message. In doubt the server may have taken it. */
export function attemptOf(error: unknown): Attempt {
  const { code = '', originalCode = '', responseCode, response, timeoutType = '' } = error as SmtpError
  if (BEFORE.has(code)) return { kind: 'later', reason: reasonOf(code, responseCode) }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    const enhanced = / ([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1]
    const reason = enhanced === undefined ? reasonOf(code, responseCode) : `smtp ${responseCode} ${enhanced}`
    // 530 says that the house has not signed in, not that anything is wrong with the message
    const isTemporary = responseCode !== undefined && (responseCode < 500 || responseCode === 530)
    return { kind: isTemporary ? 'later' : 'failed', reason }
  }
  if (NEVER_CONNECTED.has(originalCode) || BEFORE_GREETING.has(timeoutType)) {
    return { kind: 'later', reason: reasonOf(originalCode || timeoutType) }
  }
  return { kind: 'unknown', reason: reasonOf(code || 'error', responseCode) }
}

const reasonOf = (word: string, responseCode?: number) =>
  responseCode === undefined ? word.toLowerCase() : `smtp ${responseCode}`
