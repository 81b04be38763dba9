// Pure: what a winner must not have paid for: margin, refunds, discount, each within what the plan allows.
import { studentTQuantile } from './distributions.ts'
import { type Moments, rateMoments } from './moments.ts'
import type { Guardrail } from './plan.ts'
import { metricMoments, type Stretch } from './sums.ts'
import type { GuardrailReadout } from './verdicts.ts'
import { type Difference, stratified } from './welch.ts'

const ONE_SIDED = 0.95

/** Fails when the one-sided 95 % bound is worse than the allowed loss; what is not measured proves nothing and fails too. */
export function checkGuardrail(stretches: Stretch[], { metric, allowedLoss }: Guardrail): GuardrailReadout {
  const of = (sums: Stretch['control']): Moments | null =>
    metric === 'refunds' ? rateMoments(sums.n, sums.refunded) : metricMoments(sums, metric)
  const strata = stretches.flatMap((stretch) => {
    const [control, treatment] = [of(stretch.control), of(stretch.treatment)]
    return control === null || treatment === null ? [] : [{ control, treatment }]
  })
  const d = stratified(strata)
  const bound = worseBound(d, metric === 'margin' ? -1 : 1)
  if (d.difference === null || bound === null)
    return { metric, allowedLoss, difference: d.difference, bound: null, ok: false, status: 'not_measured' }
  const ok = (metric === 'margin' ? -bound : bound) <= allowedLoss
  return { metric, allowedLoss, difference: d.difference, bound, ok, status: ok ? 'ok' : 'fails' }
}

/** Without any variance two equal means are equal. */
function worseBound({ difference, se, dof }: Difference, side: 1 | -1): number | null {
  if (difference === null) return null
  if (se === null || dof === null) return difference === 0 ? 0 : null
  return difference + side * studentTQuantile(ONE_SIDED, dof) * se
}
