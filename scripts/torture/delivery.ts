// Kills processes that send mail, at random, and counts what a real SMTP server has taken: nothing may be lost, and nobody
// may get two messages where there was one. What was sent again because nobody knew how the first attempt had ended carries
// the same Message-ID, and is a figure.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'drizzle-orm'
import { readConfig } from '#core/config.ts'
import type { Engine } from '#db/store.ts'
import { openHouse } from '../../server/serve.ts'
import { addressOf, makeReaders, queueForAll } from './mail-scene.ts'
import { type Recorder, recordMail } from './record-mail.ts'

export interface Wish {
  engine: Engine
  databaseUrl: string
  messages: number
  kills: number
  /** How many send at once: a SQLite file has one process. */
  processes: number
  random: () => number
  say: (line: string) => void
}
export interface Delivered {
  messages: number
  kills: number
  /** Messages that the outbox calls sent, and mails that came. */
  sent: number
  mails: number
  /** Nobody got them. */
  lost: number
  /** People who got more than one Message-ID. */
  doubles: number
  /** Mails that came again under the Message-ID they had come with before. */
  cameAgain: number
  /** Attempts that followed one of unknown outcome, as the outbox counts them. */
  redeliveries: number
  seconds: number
}

/** Longer than a page takes; much shorter than in earnest, so that nobody has to wait for it. */
const LEASE_MS = 4000
const root = join(import.meta.dirname, '../..')

export async function tortureDelivery(wish: Wish): Promise<Delivered> {
  const due = killingTimes(wish)
  const senders: Sender[] = []
  let killed = 0
  const recorder = await recordMail((count) => {
    if (count < (due[killed] ?? Number.POSITIVE_INFINITY)) return
    killed += 1
    senders[Math.floor(wish.random() * senders.length)]?.kill()
  })
  const env = {
    DATABASE_URL: wish.databaseUrl,
    SMTP_URL: recorder.url,
    VOUCHSAFE_SECRET: randomBytes(32).toString('base64url'),
    MAIL_FROM: 'Shop <shop@shop.example>',
    LOG_LEVEL: 'error',
    POSTGRES_LANES: '2',
  }
  try {
    await furnish(env, wish)
    wish.say(`${wish.messages} messages wait; ${wish.processes} processes begin`)
    const begun = performance.now()
    for (let n = 0; n < wish.processes; n++) senders.push(keepSending(env))
    await Promise.all(senders.map(({ ended }) => ended))
    const seconds = (performance.now() - begun) / 1000
    return { ...(await count(env, wish, recorder)), kills: killed, seconds: Number(seconds.toFixed(1)) }
  } finally {
    for (const sender of senders) sender.stop()
    await recorder.close()
  }
}

/** After how many mails somebody dies: spread over the whole, never twice at the same. */
function killingTimes({ messages, kills, random }: Wish): number[] {
  const times = Array.from({ length: kills }, () => 1 + Math.floor(random() * (messages - 1)))
  return [...new Set(times)].sort((a, b) => a - b)
}

async function furnish(env: Record<string, string>, { messages }: Wish): Promise<void> {
  const house = await openHouse(readConfig(env))
  try {
    await makeReaders(house, messages)
    const queued = await queueForAll(house, 'torture')
    if (queued !== messages) throw new Error(`${queued} of ${messages} messages were queued`)
  } finally {
    await house.store.close()
  }
}

interface Sender {
  kill(): void
  /** For good. */
  stop(): void
  /** Once a process found nothing left to send. */
  ended: Promise<void>
}

/** A process, and another one for each that was killed. */
function keepSending(env: Record<string, string>): Sender {
  let child: ChildProcess
  let isStopped = false
  const start = (resolve: () => void, reject: (error: Error) => void) => {
    const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, ...inherited } = process.env
    child = spawn(process.execPath, [join(root, 'scripts/torture/send-mail.ts'), String(LEASE_MS)], {
      cwd: root,
      env: { ...inherited, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => void said.push(line))
    }
    child.once('exit', (code, signal) => {
      if (isStopped || code === 0) resolve()
      else if (signal === 'SIGKILL') start(resolve, reject)
      else reject(new Error(`a sender ended with ${code}:\n${said.slice(-20).join('\n')}`))
    })
  }
  const ended = new Promise<void>((resolve, reject) => start(resolve, reject))
  return {
    kill: () => void child.kill('SIGKILL'),
    stop() {
      isStopped = true
      child.kill('SIGKILL')
    },
    ended,
  }
}

async function count(env: Record<string, string>, { messages }: Wish, { received }: Recorder) {
  const house = await openHouse(readConfig(env))
  try {
    const [row] = await house.store.read.rows<{ sent: number; redeliveries: number }>(
      sql`select count(*) as sent, sum(redeliveries) as redeliveries from outbox where state = 'sent'`,
    )
    const readers = Array.from({ length: messages }, (_, n) => received.get(addressOf(n)))
    const mails = readers.flatMap((ids) => [...(ids?.values() ?? [])])
    return {
      messages,
      sent: Number(row?.sent),
      mails: mails.reduce((sum, one) => sum + one, 0),
      lost: readers.filter((ids) => ids === undefined).length,
      doubles: readers.filter((ids) => (ids?.size ?? 0) > 1).length,
      cameAgain: mails.reduce((sum, one) => sum + one - 1, 0),
      redeliveries: Number(row?.redeliveries),
    }
  } finally {
    await house.store.close()
  }
}
