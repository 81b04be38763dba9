// Load over HTTP: a number of connections, each asking again as soon as it is answered, until the requests are used up.
import autocannon from 'autocannon'

export interface Load {
  perSecond: number
  p50: number
  p99: number
  answers: number
}
export interface Ask {
  path: string
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}

/** Sends `amount` requests; throws when an answer is not 2xx, because a refusal is not work. */
export async function putLoad(
  url: string,
  connections: number,
  amount: number,
  ask: (index: number) => Ask,
): Promise<Load> {
  let index = 0
  const started = performance.now()
  const result = await autocannon({
    url,
    connections,
    amount,
    requests: [{ setupRequest: (request) => ({ ...request, ...ask(index++) }) }],
  })
  const seconds = (performance.now() - started) / 1000
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were refusals and ${result.errors} failed at ${url}`)
  return { perSecond: amount / seconds, p50: result.latency.p50, p99: result.latency.p99, answers: result['2xx'] }
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
