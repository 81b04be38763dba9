// Live changes: server-sent events read through fetch (EventSource cannot carry a bearer key), with a steady retry.
import { open } from './call.ts'
import { isRefused } from './refused.ts'

export interface StreamEvent {
  event: string
  data: string
  id: string | null
}

/** How the page is kept fresh: by the stream, by asking every few seconds, or not at all just now. */
export type Liveness = 'live' | 'polling' | 'offline'

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000

/**
 * Pure: takes whole events off the front of a buffer of text/event-stream. Comments and empty events are dropped;
 * what is not yet complete is given back as `rest`.
 */
export function takeEvents(buffer: string): { events: StreamEvent[]; rest: string } {
  const blocks = buffer.replace(/\r\n?/g, '\n').split('\n\n')
  const rest = blocks.pop() ?? ''
  return { events: blocks.map(readEvent).filter((event) => event.data !== ''), rest }
}

function readEvent(block: string): StreamEvent {
  const event: StreamEvent = { event: 'message', data: '', id: null }
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event.event = value
    if (field === 'data') data.push(value)
    if (field === 'id') event.id = value
  }
  return { ...event, data: data.join('\n') }
}

/** Follows the stream until `signal` aborts. A key that may not read it (403) or a server without it ends in polling. */
export async function follow(
  campaignId: string | undefined,
  onEvent: (event: StreamEvent) => void,
  onLiveness: (liveness: Liveness) => void,
  signal: AbortSignal,
): Promise<void> {
  let wait = FIRST_RETRY_MS
  while (!signal.aborted) {
    try {
      const query = campaignId === undefined ? {} : { campaignId }
      const response = await open('stream', { query, signal, accept: 'text/event-stream' })
      onLiveness('live')
      wait = FIRST_RETRY_MS
      await readAll(response, onEvent)
    } catch (error) {
      if (signal.aborted) return
      if (isRefused(error) && error.status >= 400 && error.status < 429) return onLiveness('polling')
      onLiveness(isRefused(error) && error.status === 0 ? 'offline' : 'polling')
    }
    await pause(wait, signal)
    wait = Math.min(wait * 2, LONGEST_RETRY_MS)
  }
}

async function readAll(response: Response, onEvent: (event: StreamEvent) => void): Promise<void> {
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let buffer = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const { events, rest } = takeEvents(buffer + value)
    buffer = rest
    for (const event of events) onEvent(event)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** The campaign that an event is about, or null when it is about all of them or cannot be read. */
export function campaignOf(event: StreamEvent): string | null {
  try {
    const data: unknown = JSON.parse(event.data)
    if (typeof data !== 'object' || data === null || !('campaignId' in data)) return null
    return typeof data.campaignId === 'string' ? data.campaignId : null
  } catch {
    return null
  }
}
