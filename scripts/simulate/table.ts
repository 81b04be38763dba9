/** Pure: the counts of a simulation as a table, each share with its Monte Carlo error. */
import type { Counted } from './batch.ts'
import type { Design } from './designs.ts'
import { intervals, rules } from './judge.ts'

const ruleNames = [
  'one look at the end',
  'z > 1.96 at any look',
  'chance to beat > 95 %',
  'sequence, no gate',
  'sequence, gate',
  'exact events',
  'THE RULE (hybrid)',
]
const intervalNames = ['difference', 'relative lift', 'Newcombe', 'always valid, all looks', 'rate ratio']

export interface Row {
  design: Design
  counted: Counted
}

export function printTables(rows: Row[]): string {
  const calls = rows.map(({ design, counted }) => [
    design.name,
    String(counted.runs),
    ...rules.map((rule) => shareOf(counted.called[rule], counted.runs)),
    counted.called.hybrid ? `${Math.round((100 * counted.stopped) / counted.called.hybrid)} %` : '–',
  ])
  const covers = rows.map(({ design, counted }) => [
    design.name,
    String(counted.runs),
    ...intervals.map((name) => shareOf(counted.covered[name], counted.runs)),
  ])
  return [
    'How often a difference is called: with 200 looks. In A/A every call is false; in A/B it is the power. (± one Monte Carlo error)',
    grid([['design', 'runs', ...ruleNames, 'rule speaks at'], ...calls]),
    '',
    'How often an interval of 95 % covers the truth.',
    grid([['design', 'runs', ...intervalNames], ...covers]),
    "On money the intervals are Welch's and Fieller's, which cover less where a small arm holds few large baskets (90/10, σ 1.5):",
    'the rule takes a second look at money for that reason, and calls less than they would.',
  ].join('\n')
}

/** In percent. */
function shareOf(count: number | null, runs: number): string {
  if (count === null || runs === 0) return '–'
  const share = count / runs
  const error = Math.sqrt((share * (1 - share)) / runs)
  return `${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)} %`
}

function grid(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  const line = (row: string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n')
}
