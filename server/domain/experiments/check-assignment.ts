// Pure: whether the arms were filled as configured, and whether what was measured was measured alike in all of them.
import type { Evidence } from './evidence.ts'
import { type Plan, SRM_ALARM } from './plan.ts'
import { type ChiSquare, chiSquare, combineChiSquares, homogeneity, sequentialSrm } from './srm.ts'
import { armTotal } from './sums.ts'
import type { ExperimentReadout, SrmCheck } from './verdicts.ts'

/** The first check decides; the others tell of a biased measurement and only warn. */
export function checkAssignment(plan: Plan, evidence: Evidence): ExperimentReadout['srm'] & { unplanned: boolean } {
  const arms = plan.arms.map(({ key }) => key)
  const offers = plan.arms.filter(({ kind }) => kind === 'offer').map(({ key }) => key)
  const assigned = perEpoch(evidence, arms, ({ assigned }) => assigned)
  const sequential = followDays(plan, evidence, arms)
  const checks: SrmCheck[] = [asCheck('assigned', assigned, sequential)]
  if (offers.length > 1) {
    checks.push(
      asCheck(
        'issued',
        perEpoch(evidence, offers, ({ issued }) => issued),
      ),
    )
    if (evidence.cells.every(({ arm, delivered }) => !offers.includes(arm) || delivered !== null))
      checks.push(
        asCheck(
          'delivered',
          perEpoch(evidence, offers, ({ delivered }) => delivered ?? 0),
        ),
      )
  }
  const referenced = arms.map((arm) => armTotal(evidence, arm))
  checks.push(
    asCheck('referenced', homogeneity(referenced.map(({ orders: n, ordersWithReference: yes }) => ({ yes, n })))),
  )
  const p = sequential?.p ?? (assigned.status === 'ok' ? assigned.p : 1)
  return { checks, p, alarm: p < SRM_ALARM, unplanned: assigned.unplanned }
}

/** Per epoch against that epoch's weights. */
function perEpoch(evidence: Evidence, arms: string[], of: (cell: Evidence['cells'][number]) => number): ChiSquare {
  return combineChiSquares(
    evidence.weights.map((weights, epoch) => {
      const cells = evidence.cells.filter((cell) => cell.epoch === epoch)
      const counts = arms.map((arm) =>
        cells.filter((cell) => cell.arm === arm).reduce((sum, cell) => sum + of(cell), 0),
      )
      return chiSquare(
        counts,
        arms.map((arm) => weights[arm] ?? 0),
      )
    }),
  )
}

/** Null without days. Each epoch begins anew with its weights, and the evidence goes on. */
function followDays(plan: Plan, evidence: Evidence, arms: string[]): { p: number; logBayesFactor: number } | null {
  if (evidence.assignedDays.length === 0) return null
  let from = { p: 1, logBayesFactor: 0 }
  evidence.weights.forEach((weights, epoch) => {
    const days = evidence.assignedDays
      .filter((day) => day.epoch === epoch)
      .map((day) => arms.map((arm) => day.arms[arm] ?? 0))
    const { p, logBayesFactor } = sequentialSrm(
      days,
      arms.map((arm) => weights[arm] ?? 0),
      { concentration: plan.srmConcentration, from },
    )
    from = { p, logBayesFactor }
  })
  return from
}

function asCheck(
  what: SrmCheck['what'],
  { chi2, df, p, status, alarm }: ChiSquare,
  sequential: SrmCheck['sequential'] = null,
): SrmCheck {
  return {
    what,
    chiSquare: status === 'no_data' ? null : chi2,
    dof: df,
    p,
    status,
    sequential,
    alarm: sequential === null ? alarm : sequential.p < SRM_ALARM,
  }
}
