// Has pages of people sealed on a thread of its own: most of what an import costs is spent there, beside the writing.
import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { type PageToSeal, type SealedPage, sealPage } from './sealing.js'

/** Shorter pages are sealed sooner than sent there. */
const WORTH_SENDING = 200
/** What is sent there at once dies young there, and the thread holds little. */
const SENT_AT_ONCE = 500
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 16 }

interface Waiting {
  resolve(page: SealedPage): void
  reject(error: unknown): void
}

let worker: Worker | undefined
const waiting: Waiting[] = []

/** Answers in the order of asking. Keys that had to be drawn are nowhere but in the answer. */
export async function sealAside(wrapKey: KeyObject, page: PageToSeal): Promise<SealedPage> {
  if (page.texts.length < WORTH_SENDING) return sealPage(wrapKey, page)
  const parts = await Promise.all(partsOf(page).map((part) => send(wrapKey, part)))
  return { wrapped: parts.flatMap((part) => part.wrapped), sealed: parts.flatMap((part) => part.sealed) }
}

function partsOf({ ids, wrapped, counts, fields, texts }: PageToSeal): PageToSeal[] {
  const parts: PageToSeal[] = []
  for (let from = 0, at = 0; from < ids.length; from += SENT_AT_ONCE) {
    const to = from + SENT_AT_ONCE
    const end = counts.slice(from, to).reduce((sum, count) => sum + count, at)
    const mine = { ids: ids.slice(from, to), wrapped: wrapped.slice(from, to), counts: counts.slice(from, to) }
    parts.push({ ...mine, fields: fields.slice(at, end), texts: texts.slice(at, end) })
    at = end
  }
  return parts
}

function send(wrapKey: KeyObject, page: PageToSeal): Promise<SealedPage> {
  worker ??= start()
  const thread = worker
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject })
    thread.ref()
    thread.postMessage({ wrapKey: wrapKey.export(), page })
  })
}

/** Most houses import seldom, so it is started by the first long page; one serves every house of the process. */
function start(): Worker {
  const thread = new Worker(new URL('./sealing-thread.js', import.meta.url), {
    execArgv: [],
    resourceLimits: LIMITS,
  })
  thread.unref()
  thread.on('message', (sealed: SealedPage) => {
    waiting.shift()?.resolve(sealed)
    if (waiting.length === 0) thread.unref()
  })
  /** The next page starts another thread. */
  const fail = (error: unknown) => {
    if (worker !== thread) return
    worker = undefined
    for (const one of waiting.splice(0)) one.reject(error)
  }
  thread.on('error', fail)
  thread.on('exit', () => fail(new Error('The thread that seals has ended')))
  return thread
}
