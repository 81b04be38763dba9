// How fast the outbox is sent, beside a loop of the mail library's own over the same mails to the same server: what consent
// asked again, sealed codes and addresses, leases and notes cost on top.
import { randomBytes } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { readConfig } from '#core/config.ts'
import type { House } from '#core/house.ts'
import { dispatch } from '#delivery/dispatch.ts'
import { withFooter } from '#delivery/footer.ts'
import { writeMessage } from '#delivery/message.ts'
import { lookOf } from '#shared/mail-look.ts'
import { openHouse } from '../../server/serve.ts'
import { CONTROLLER, makeReaders, queueForAll, SUBJECT, TEXT } from '../torture/mail-scene.ts'
import { alternate, type BenchContext, type Found } from './context.ts'
import { startProcess } from './processes.ts'

const CONNECTIONS = 5

/** `dispatch_vs_nodemailer`: mails a second of ours ÷ those of the bare loop, on SQLite. */
export async function measureDispatch(context: BenchContext): Promise<Found> {
  const { engine, quick } = context
  const count = quick ? 2000 : 6000
  const sink = await startProcess('scripts/bench/smtp-sink.ts')
  const env = {
    DATABASE_URL: await context.newDatabase(),
    SMTP_URL: sink.url,
    VOUCHSAFE_SECRET: randomBytes(32).toString('base64url'),
    MAIL_FROM: 'Shop <shop@shop.example>',
    LOG_LEVEL: 'error',
  }
  const house = await openHouse(readConfig(env))
  const own: number[] = []
  try {
    await makeReaders(house, count)
    await sendBare(sink.url, Math.min(count, 500))
    let round = 0
    const { ratio, notes } = await alternate(
      context,
      `dispatch ÷ nodemailer's loop, ${engine}`,
      () => sendBare(sink.url, count),
      async () => {
        const speed = await sendOurs(house, count, `round ${++round}`)
        own.push(speed)
        return speed
      },
    )
    const figures = { [`dispatch_${engine}_per_second`]: Math.round(Math.max(...own)) }
    return { ratios: engine === 'sqlite' ? { dispatch_vs_nodemailer: ratio } : {}, figures, notes }
  } finally {
    await house.store.close()
    await sink.stop()
  }
}

async function sendOurs(house: House, count: number, name: string): Promise<number> {
  const queued = await queueForAll(house, name)
  const begun = performance.now()
  const { sent } = await dispatch(house)
  if (sent !== count || queued !== count) throw new Error(`${sent} of ${queued} messages were sent, not ${count}`)
  return (count * 1000) / (performance.now() - begun)
}

/** Mails like ours, written beforehand. */
async function sendBare(url: string, count: number): Promise<number> {
  const transport = createTransport({ url, pool: true, maxConnections: CONNECTIONS, maxMessages: 500 })
  const left = Array.from({ length: count }, (_, n) => bareMail(n)).values()
  const begun = performance.now()
  const worker = async () => {
    for (const mail of left) await transport.sendMail(mail)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  const perSecond = (count * 1000) / (performance.now() - begun)
  transport.close()
  return perSecond
}

const dress = lookOf({ name: CONTROLLER.name, colour: null, logo: null })

/** Written as ours are, so that both carry the same. */
function bareMail(n: number) {
  const stop = `http://localhost:8080/u/${randomBytes(61).toString('base64url')}`
  const values = {
    'customer.givenName': `Reader ${n}`,
    'voucher.code': '1TN67-V4372-WX9D',
    'voucher.expiresOn': 'December 22, 2026',
  }
  const written = writeMessage({ subject: SUBJECT, text: TEXT }, 'en', values)
  const reason = { legalBasis: 'consent' as const, purpose: 'Offers', agreedAt: Date.now() }
  const { subject, text, html } = withFooter(written, reason, stop, CONTROLLER)
  return {
    from: 'Shop <shop@shop.example>',
    to: { name: '', address: `reader-${n}@shop.example` },
    ...{ subject, text, html: dress(html) },
    messageId: `<msg_${randomBytes(13).toString('hex')}@shop.example>`,
    headers: { 'Content-Language': 'en', 'Auto-Submitted': 'auto-generated', 'List-Unsubscribe': `<${stop}>` },
    date: new Date(),
  }
}
