// Small cells: the rules one by one, and the law that no hidden cell can be computed from what is shown.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, hideInTable, hideSmallCells, LIMITS, mayShowTotal, type TableCell } from './small-cells.ts'

const hidden = (cells: Cell[], totalShown = true) =>
  Object.fromEntries(hideSmallCells(cells, { ...LIMITS, totalShown }))
const cell = (key: string, n: number, buyers: number, money?: Cell['money']): Cell => ({
  key,
  n,
  buyers,
  ...(money ? { money } : {}),
})

describe('small cells', () => {
  it('hides fewer than ten people, and one more so that the total does not tell', () => {
    expect(hidden([cell('18-25', 400, 22), cell('26-40', 800, 51), cell('41+', 6, 1)])).toEqual({
      '18-25': 'complementary',
      '26-40': null,
      '41+': 'primary_n',
    })
    expect(hidden([cell('a', 400, 22), cell('b', 6, 1)], false)).toEqual({ a: null, b: 'primary_n' })
  })

  it('hides cells where nearly nobody or nearly everybody bought', () => {
    expect(hidden([cell('few', 120, 3), cell('most', 120, 117), cell('some', 300, 20)])).toEqual({
      few: 'primary_count',
      most: 'primary_count',
      some: null,
    })
    expect(hidden([cell('none', 50, 0), cell('all', 50, 50), cell('some', 60, 6)])).toEqual({
      none: null,
      all: null,
      some: null,
    })
  })

  it('hides money that one customer dominates', () => {
    const x = cell('x', 200, 8, { revenue: 100_000, top1: 90_000, top2: 5_000 })
    const y = cell('y', 210, 12, { revenue: 99_000, top1: 15_000, top2: 14_000 })
    const z = cell('z', 220, 15, { revenue: 120_000, top1: 14_000, top2: 12_000 })
    expect(hidden([x, y, z])).toEqual({ x: 'dominance', y: 'complementary', z: null })
  })

  it('shows no total that is the one hidden cell, or that tells about few people itself', () => {
    const isShown = (...cells: Cell[]) => mayShowTotal(cells, hideSmallCells(cells))
    expect(isShown(cell('only', 12, 1))).toBe(false)
    expect(isShown(cell('a', 6, 0), cell('b', 6, 1))).toBe(false)
    expect(isShown(cell('a', 3, 0), cell('b', 4, 0))).toBe(false)
    expect(isShown(cell('a', 40, 4), cell('b', 40, 3))).toBe(true)
    expect(isShown(cell('only', 40, 9))).toBe(true)
    expect(isShown()).toBe(true)
  })

  it('never leaves one hidden cell, or hidden cells of fewer than ten people, beside a shown total', () => {
    const cells = fc.uniqueArray(
      fc.record({ key: fc.string({ minLength: 1, maxLength: 4 }), n: fc.nat(60), buyers: fc.nat(60) }),
      { selector: (c) => c.key, maxLength: 8 },
    )
    fc.assert(
      fc.property(cells, (drawn) => {
        const table = drawn.map((c) => ({ ...c, buyers: Math.min(c.buyers, c.n) }))
        const reasons = hideSmallCells(table)
        const gone = table.filter((c) => reasons.get(c.key) !== null)
        const people = gone.reduce((sum, c) => sum + c.n, 0)
        const isTold = mayShowTotal(table, reasons)
        expect(gone.length === 0 || !isTold || (gone.length >= 2 && people >= LIMITS.k)).toBe(true)
        expect(isTold || gone.length === table.length).toBe(true)
        expect(table.every((c) => c.n >= LIMITS.k || reasons.get(c.key) !== null)).toBe(true)
      }),
    )
  })

  it('exempts whole arms of a hundred from the rule on counts', () => {
    expect(hidden([{ ...cell('arm', 150, 2), isArm: true }])).toEqual({ arm: null })
    expect(hidden([{ ...cell('arm', 99, 2), isArm: true }])).toEqual({ arm: 'primary_count' })
  })

  it('leaves no hidden cell of a table that totals of rows and columns determine', () => {
    const tables = fc.array(
      fc.record({
        row: fc.constantFrom('a', 'b', 'c', 'd'),
        column: fc.constantFrom('w', 'x', 'y', 'z'),
        n: fc.nat(60),
      }),
      { maxLength: 16 },
    )
    fc.assert(
      fc.property(tables, (drawn) => {
        const byKey = new Map(drawn.map((one) => [`${one.row}${one.column}`, one]))
        const table: TableCell[] = [...byKey].map(([key, one]) => ({ key, ...one, buyers: Math.floor(one.n / 3) }))
        const reasons = hideInTable(table, { ...LIMITS, columns: true })
        const gone = table.filter(({ key }) => reasons.get(key) !== null)
        expect(table.every(({ key, n }) => n >= LIMITS.k || reasons.get(key) !== null)).toBe(true)
        if (gone.length < table.length) expect(gone.filter((one) => isDetermined(gone, one))).toEqual([])
      }),
    )
  })
})

/** Whether the sums of all lines leave only one value for the cell: nothing else can be moved along with it. */
function isDetermined(gone: TableCell[], cell: TableCell): boolean {
  const lines = [...new Set(gone.flatMap(({ row, column }) => [`r${row}`, `c${column}`]))]
  const equations = lines.map((line) =>
    gone.map((one) => (`r${one.row}` === line || `c${one.column}` === line ? 1 : 0)),
  )
  const without = gone.indexOf(cell)
  return rank([...equations, gone.map((_, i) => (i === without ? 1 : 0))]) === rank(equations)
}

function rank(rows: number[][]): number {
  const left = rows.map((row) => [...row])
  let found = 0
  for (let column = 0; column < (left[0]?.length ?? 0); column += 1) {
    const pivot = left.findIndex((row, i) => i >= found && Math.abs(row[column] ?? 0) > 1e-9)
    if (pivot < 0) continue
    const [row = []] = left.splice(pivot, 1)
    left.splice(found, 0, row)
    found += 1
    for (const other of left.slice(found)) {
      const factor = (other[column] ?? 0) / (row[column] ?? 1)
      for (let i = column; i < row.length; i += 1) other[i] = (other[i] ?? 0) - factor * (row[i] ?? 0)
    }
  }
  return found
}
