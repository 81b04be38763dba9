// Holds what the drop-in answered against the types that the vendor's own client declares: the answers are written down as types
// and the compiler says which of them a caller of that client could not take for what it was promised.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const client = join(dirname(require.resolve('@voucherify/sdk/package.json')), 'dist/index')
const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc')

export type Side = 'VoucherifyServerSide' | 'VoucherifyClientSide'

/** Under which path of the client, as `vouchers.balance.create`, and what came. */
export type Answer = readonly [method: string, answer: unknown]

/**
 * What is optional may be null. Where the declared type is at odds with what the vendor's service was seen to answer, the service
 * is right: vouchers name no entries of their lists, a customer without metadata has none and may have no address, the order of a
 * validation was never stored and tells only whose it is when it came without an amount, an order's redemptions are stacked only where they were, an export may be of orders.
 */
const headFor = (side: Side): string => `import type { ${side} } from '${client}'
type Client = ReturnType<typeof ${side}>
type Without<T, K extends string> = Omit<T, K> & Partial<Pick<T, Extract<keyof T, K>>>
type Seen<T> = T extends { object: 'list'; count: number; entries: string[] } ? Without<T, 'data_ref' | 'entries' | 'total'>
  : T extends { object: 'list'; redeemed_quantity: number; redemption_entries: string[] } ? Without<T, 'data_ref' | 'redemption_entries' | 'total'>
  : T extends { amount: number; discount_amount: number; total_discount_amount: number; total_amount: number } ? Partial<T> & { object?: 'order' }
  : T extends { object: 'customer'; address: unknown } ? Without<T, 'metadata'>
  : T extends { object: 'order' } ? Without<T, 'id' | 'created_at' | 'metadata'>
  : T extends { related_object_id: string; related_object_type: 'redemption'; id: string; created_at: string } ? Omit<T, 'related_object_id' | 'related_object_type'>
  : T extends { date: string; stacked: string[] } ? Without<Omit<T, 'related_object_type'>, 'stacked'> & { related_object_type: string }
  : T extends { related_object_type?: 'string' } ? Omit<T, 'related_object_type'>
  : T extends { assignments_count?: string } ? Omit<T, 'assignments_count'> & { assignments_count?: number }
  : T extends { object: 'validation_rules_assignment'; updated_at: string } ? Without<T, 'updated_at'>
  : T extends { object: 'redemption'; redemption: string } ? Omit<T, 'object'>
  : T extends { object: 'export'; exported_object: string } ? Omit<T, 'exported_object'> & { exported_object: string }
  : T
type OrNull<T, K> = undefined extends T ? null : K extends 'address' | 'result' ? null : never
type Plain<T> = T extends string ? \`\${T}\` : T extends (infer I)[] ? Plain<I>[]
  : T extends object ? { [K in keyof Seen<T>]: Plain<Seen<T>[K]> | OrNull<Seen<T>[K], K> } : T
type Promised<F> = F extends (...given: never[]) => Promise<infer R> ? ([R] extends [undefined | void] ? unknown : Plain<R>) : unknown
`

function typeOf(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(typeOf).join(', ')}]`
  const fields = Object.entries(value).filter(([, one]) => one !== undefined)
  return `{ ${fields.map(([name, one]) => `${JSON.stringify(name)}: ${typeOf(one)}`).join('; ')} }`
}

const pathOf = (method: string): string => method.split('.').reduce((path, name) => `${path}['${name}']`, 'Client')

/** One sentence for each answer that does not fit. */
export async function misfits(answers: readonly Answer[], side: Side = 'VoucherifyServerSide'): Promise<string[]> {
  const head = headFor(side)
  const folder = await mkdtemp(join(tmpdir(), 'vouchsafe-types-'))
  try {
    const lines = answers.map(
      ([method, answer], at) =>
        `export const a${at}: Promised<${pathOf(method)}> = null as unknown as ${typeOf(answer)} // ${method}`,
    )
    const first = head.split('\n').length
    const file = join(folder, 'answers.ts')
    await writeFile(file, head + lines.join('\n'))
    const said = await compile(file)
    return said
      .split(/\n(?=\S)/)
      .filter((one) => one.includes('error TS'))
      .map((one) => {
        const line = Number(/\((\d+),/.exec(one)?.[1])
        return `${answers[line - first]?.[0] ?? 'the types'}: ${one.replace(/^[^:]*: /, '').slice(-400)}`
      })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function compile(file: string): Promise<string> {
  const how = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--noErrorTruncation',
    '--target',
    'es2024',
    '--module',
    'nodenext',
  ]
  // Where no configuration of ours is in the way.
  const options = { cwd: dirname(file), maxBuffer: 100_000_000 }
  return new Promise((done) => {
    execFile(process.execPath, [compiler, ...how, file], options, (_, out, err) => done(out + err))
  })
}
