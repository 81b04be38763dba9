// Where the server's time goes while it redeems and quotes: the functions that spend the most of it themselves, as the
// sampling profiler of node sees them, so that a ratio that was missed can be argued with.
import type { BenchContext, Found } from './context.ts'
import { fillHouse, quoteAsk, redeemAsk } from './house.ts'
import { type Load, putLoad } from './load.ts'

const CONNECTIONS = 64
const SHOWN = 30
const SAMPLED_EVERY_MICROS = 200

interface Profile {
  nodes: {
    id: number
    callFrame: { functionName: string; url: string; lineNumber: number }
    children?: number[]
  }[]
  samples: number[]
  timeDeltas: number[]
}

/** Prints the functions, the costliest first, each with the share of all time that is its own. */
export async function measureProfile(context: BenchContext): Promise<Found> {
  const { engine, quick, say } = context
  const requests = quick ? 8_000 : 20_000
  const { server, nextCode } = await fillHouse(context, 100_000, requests * 2 + 1_000, 0, ['--inspect=127.0.0.1:0'])
  const codes = Array.from({ length: 1_000 }, nextCode)
  let asked = 0
  const works = {
    redeem: () => redeemAsk(nextCode(), server.adminKey),
    quote: () => quoteAsk(String(codes[asked++ % codes.length]), server.adminKey),
  }
  const figures: Record<string, number> = {}
  try {
    for (const [name, ask] of Object.entries(works)) {
      await putLoad(server, CONNECTIONS, requests, ask)
      const { load, profile } = await sampled(server.inspector, () => putLoad(server, CONNECTIONS, requests, ask))
      say(`${name} on ${engine}, ${load.perSecond.toFixed(0)}/s, ${load.cpuMicrosPerRequest.toFixed(0)} µs of CPU each`)
      for (const line of tellProfile(profile, requests)) say(line)
      figures[`profiled_${name}_${engine}_cpu_micros`] = Math.round(load.cpuMicrosPerRequest)
    }
  } finally {
    await server.stop()
  }
  return { figures }
}

async function sampled(address: string | null, work: () => Promise<Load>): Promise<{ load: Load; profile: Profile }> {
  if (address === null) throw new Error('the server did not say where its inspector listens')
  const inspector = await connect(address)
  try {
    await inspector.ask('Profiler.enable')
    await inspector.ask('Profiler.setSamplingInterval', { interval: SAMPLED_EVERY_MICROS })
    await inspector.ask('Profiler.start')
    const load = await work()
    const { profile } = (await inspector.ask('Profiler.stop')) as { profile: Profile }
    return { load, profile }
  } finally {
    inspector.close()
  }
}

async function connect(address: string) {
  const socket = new WebSocket(address)
  const waiting = new Map<number, (result: unknown) => void>()
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error('the inspector cannot be reached'))
  })
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown }
    if (id !== undefined) waiting.get(id)?.(result)
  }
  return {
    ask: (method: string, params: object = {}): Promise<unknown> =>
      new Promise((resolve) => {
        const id = waiting.size + 1
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, method, params }))
      }),
    close: () => socket.close(),
  }
}

/** Time in which nothing was to be done is nobody's. */
function tellProfile({ nodes, samples, timeDeltas }: Profile, requests: number): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  // A driver's own code has no name: it is known by who calls it.
  for (const { id, children = [] } of nodes) {
    for (const child of children) if (names.get(child) === '') names.set(child, `(native) for ${names.get(id)}`)
  }
  const own = new Map<string, number>()
  for (const [at, id] of samples.entries()) {
    const name = names.get(id) ?? ''
    own.set(name, (own.get(name) ?? 0) + (timeDeltas[at] ?? 0))
  }
  own.delete('(idle)')
  const all = [...own.values()].reduce((sum, micros) => sum + micros, 0)
  const most = [...own].sort(([, a], [, b]) => b - a).slice(0, SHOWN)
  return most.map(([name, micros]) => {
    const share = ((micros / all) * 100).toFixed(1).padStart(5)
    return `${share} %  ${(micros / requests).toFixed(1).padStart(6)} µs  ${name}`
  })
}

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const file = url.replace(/^.*\/(?=(?:server|db|shared|node_modules)\/)/, '')
  return file === '' ? functionName : `${functionName || 'anonymous'} ${file}:${lineNumber + 1}`
}
