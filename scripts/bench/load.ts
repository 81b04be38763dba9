// Load over HTTP: a number of connections, each asking again as soon as it is answered, until the requests are used up.
import autocannon from 'autocannon'
import type { Measured } from './processes.ts'

export interface Load {
  perSecond: number
  /** Milliseconds, measured and not rounded. */
  p50: number
  p99: number
  max: number
  /** All of them, the shortest first. */
  times: number[]
  /** What the server spent on one request, on all its threads, where the system tells. */
  cpuMicrosPerRequest: number
}
export interface Ask {
  path: string
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}

/** Sends `amount` requests, or fewer when `until` comes first; throws when an answer is not 2xx, because a refusal is not
 * work. */
export async function putLoad(
  server: Pick<Measured, 'url' | 'cpuMicros'>,
  connections: number,
  amount: number,
  ask: (index: number) => Ask,
  until?: Promise<unknown>,
): Promise<Load> {
  const times: number[] = []
  let index = 0
  const cpu = server.cpuMicros()
  const started = performance.now()
  // Autocannon itself ends with its next sample.
  let ended = started
  let refused: string | undefined
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const requests = [
      {
        setupRequest: (request: autocannon.Request) => ({ ...request, ...ask(index++) }),
        onResponse: (status: number, body: string) => {
          if (status >= 300) refused ??= `${status} ${body}`
        },
      },
    ]
    const running = autocannon({ url: server.url, connections, amount, requests, sampleInt: 100 }, (error, said) =>
      error ? reject(error) : resolve(said),
    )
    const stop = () => running.stop()
    until?.then(stop, stop)
    running.on('response', (_client, _status, _bytes, time) => {
      times.push(time)
      ended = performance.now()
    })
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were refusals and ${result.errors} failed at ${server.url}: ${refused}`)
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return {
    perSecond: (times.length / (ended - started)) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    times,
    cpuMicrosPerRequest: (server.cpuMicros() - cpu) / times.length,
  }
}
