// Ends requests whose body takes too long, as Node's own `requestTimeout` would; but not imports, which stream for as long
// as there are rows and are ended only when nothing comes any more.
import type { IncomingMessage } from 'node:http'
import { type Door, doors } from '#shared/api.ts'

const LIMIT_MS = 120_000
const LOOK_EVERY_MS = 10_000

const bulkPaths = Object.values<Door>(doors).flatMap(({ stream, path }) =>
  stream === 'rows' ? new RegExp(`^${path.replace(/:[a-zA-Z]+/g, '[^/]+')}$`) : [],
)
const isBulk = (path: string) => bulkPaths.some((pattern) => pattern.test(path))

export interface BodyWatch {
  /** To be told of a request when its headers have come. */
  watch(req: IncomingMessage): void
  /** The same by somebody who tells when the body is there: for a listener less. */
  begin(req: IncomingMessage): void
  end(req: IncomingMessage): void
}

export function makeBodyWatch(limitMs = LIMIT_MS, lookEveryMs = LOOK_EVERY_MS): BodyWatch {
  // In the order in which they came.
  const coming = new Map<IncomingMessage, number>()
  const sweep = () => {
    const late = performance.now() - limitMs
    for (const [req, since] of coming) {
      if (since > late) return
      coming.delete(req)
      if (!req.complete) req.socket.destroy()
    }
  }
  setInterval(sweep, lookEveryMs).unref()
  const begin = (req: IncomingMessage) => void coming.set(req, performance.now())
  const end = (req: IncomingMessage) => void coming.delete(req)
  return {
    begin,
    end,
    watch(req) {
      if (!hasBody(req)) return
      const { socket } = req
      if (isBulk(req.url?.split('?', 1)[0] ?? '')) {
        const stalled = () => void socket.destroy()
        socket.setTimeout(limitMs, stalled)
        req.once('close', () => void socket.setTimeout(0).off('timeout', stalled))
        return
      }
      begin(req)
      req.once('close', () => end(req))
    },
  }
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
