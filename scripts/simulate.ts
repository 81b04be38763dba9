// `npm run simulate -- [--quick] [--runs <n>] [--seed <n>]`: thousands of experiments with and without a difference, looked at
// 200 times each; prints how often each rule calls one, and how often the intervals cover the truth.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { addCounted, type Counted, simulate } from './simulate/batch.ts'
import { type Design, designs } from './simulate/designs.ts'
import { printTables } from './simulate/table.ts'

interface Task {
  design: number
  from: number
  to: number
}
const CHUNK = 50
const RUNS = 4000
const QUICK = 100

if (isMainThread) await main()
else work()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, runs: { type: 'string' }, seed: { type: 'string' } },
  })
  const runs = Number(values.runs ?? (values.quick ? QUICK : RUNS))
  const seed = Number(values.seed ?? 1)
  const tasks: Task[] = designs.flatMap((_, design) =>
    Array.from({ length: Math.ceil(runs / CHUNK) }, (_, i) => ({
      design,
      from: i * CHUNK,
      to: Math.min(runs, (i + 1) * CHUNK),
    })),
  )
  const started = performance.now()
  const counted = new Map<number, Counted>()
  await Promise.all(Array.from({ length: availableParallelism() }, () => employ(tasks, seed, counted)))
  console.log(
    printTables(
      designs.flatMap((design, i) => (counted.has(i) ? [{ design, counted: counted.get(i) as Counted }] : [])),
    ),
  )
  console.log(`\nseed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

/** One thread, a task at a time, until none is left. */
function employ(tasks: Task[], seed: number, counted: Map<number, Counted>): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { seed } })
  return new Promise((resolve, reject) => {
    const next = () => {
      const task = tasks.shift()
      if (task !== undefined) return worker.postMessage(task)
      resolve(worker.terminate().then(() => undefined))
    }
    worker.on('error', reject)
    worker.on('message', ({ design, result }: { design: number; result: Counted }) => {
      const known = counted.get(design)
      counted.set(design, known === undefined ? result : addCounted(known, result))
      next()
    })
    next()
  })
}

function work(): void {
  const { seed } = workerData as { seed: number }
  parentPort?.on('message', ({ design, from, to }: Task) => {
    const result = simulate(designs[design] as Design, { seed, from, to })
    parentPort?.postMessage({ design, result })
  })
}
