// Has pages of people sealed on a thread of its own: most of what an import costs is spent there, beside the writing.
import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { type PageToSeal, type SealedPage, sealPage } from './sealing.js'

/** Shorter pages are sealed sooner than sent there. */
const WORTH_SENDING = 200
/** Young objects of the thread: the more room, the more memory of the process. */
const YOUNG_MB = 4

interface Waiting {
  resolve(page: SealedPage): void
  reject(error: unknown): void
}

let worker: Worker | undefined
const waiting: Waiting[] = []

/** Answers in the order of asking. Keys that had to be drawn are nowhere but in the answer. */
export async function sealAside(wrapKey: KeyObject, page: PageToSeal): Promise<SealedPage> {
  if (page.texts.length < WORTH_SENDING) return sealPage(wrapKey, page)
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
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  thread.unref()
  thread.on('message', (sealed: SealedPage) => {
    waiting.shift()?.resolve(sealed)
    if (waiting.length === 0) thread.unref()
  })
  thread.on('error', fail)
  thread.on('exit', () => fail(new Error('The thread that seals has ended')))
  return thread
}

/** The next page starts another thread. */
function fail(error: unknown): void {
  worker = undefined
  for (const one of waiting.splice(0)) one.reject(error)
}
