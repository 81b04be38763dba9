// Moves money of a budget: one guarded update that the limit and the count can refuse, and its lines in the journal.
import { newId } from '#core/ids.ts'
import { atOnce } from '#db/at-once.ts'
import type { Tx } from '#db/store.ts'
import type { Budget, Delta } from './budget.ts'
import { insertEntries, moveTotals } from './queries.ts'

/** False, and nothing is changed, when the limit or the count would be passed. Giving back is never refused. `budget` is
 * brought up to date. Below zero is a fault of the caller, and the database says so. */
export async function moveBudget(tx: Tx, budget: Budget, delta: Delta): Promise<boolean> {
  const lines = linesOf([delta])
  if (lines.length === 0) return true
  if (!(await moveBy(tx, budget, lines))) return false
  await note(tx, budget, lines)
  return true
}

/** Many moves with one update per budget, in the order of the budgets' ids; lock the budgets and ask `fits` before.
 * Throws when a guard refuses all the same, because other budgets may have been moved by then. */
export async function moveBudgets(tx: Tx, moves: { budget: Budget; delta: Delta }[]): Promise<void> {
  const byBudget = new Map<string, { budget: Budget; deltas: Delta[] }>()
  for (const { budget, delta } of moves) {
    const known = byBudget.get(budget.id)
    if (known) known.deltas.push(delta)
    else byBudget.set(budget.id, { budget, deltas: [delta] })
  }
  const inOrder = [...byBudget.values()].sort((a, b) => (a.budget.id < b.budget.id ? -1 : 1))
  const works = inOrder.map(({ budget, deltas }) => ({ budget, lines: linesOf(deltas) }))
  await atOnce(
    works.flatMap(({ budget, lines }) =>
      lines.length === 0 ? [] : [mustMoveBy(tx, budget, lines), note(tx, budget, lines)],
    ),
  )
}

async function mustMoveBy(tx: Tx, budget: Budget, lines: Delta[]): Promise<void> {
  if (!(await moveBy(tx, budget, lines)))
    throw new Error(`the budget ${budget.id} cannot take moves that were said to fit`)
}

/** What moves something. */
const linesOf = (deltas: Delta[]): Delta[] =>
  deltas.filter((delta) => delta.reserved || delta.held || delta.spent || delta.count)

/** One update for the sum. */
async function moveBy(tx: Tx, budget: Budget, lines: Delta[]): Promise<boolean> {
  const sum = { reserved: 0, held: 0, spent: 0, count: 0 }
  for (const line of lines) {
    sum.reserved += line.reserved
    sum.held += line.held
    sum.spent += line.spent
    sum.count += line.count
  }
  const moved = await moveTotals(tx, { id: budget.id, ...sum, total: sum.reserved + sum.held + sum.spent })
  if (moved === undefined) return false
  const { reservedMinor, heldMinor, spentMinor, countUsed, limitMinor, countLimit } = moved
  Object.assign(budget, { reservedMinor, heldMinor, spentMinor, countUsed, limitMinor, countLimit })
  return true
}

/** A line in the journal for each move. */
const note = (tx: Tx, budget: Budget, lines: Delta[]) =>
  insertEntries(
    tx,
    lines.map((line) => ({
      id: newId('entry', tx.now),
      budgetId: budget.id,
      kind: line.kind,
      cause: line.cause,
      reservedDelta: line.reserved,
      heldDelta: line.held,
      spentDelta: line.spent,
      countDelta: line.count,
      at: tx.now,
    })),
  )
