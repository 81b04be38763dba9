// What every figure means and how to work it out again, in the words that the reports use.
import { LEVELS, SRM_ALARM, TAIL_DAYS } from '#experiments/plan.ts'
import { LIMITS } from './small-cells.ts'

const metric = (key: string, definition: string, recompute: string) => ({ key, definition, recompute })

/** `recompute` is told over the columns of the export of recipients. */
export const definitions = {
  metrics: [
    metric(
      'assigned',
      'Recipients of the campaign, each counted once, by the arm she was drawn into before anything was issued.',
      'count(*)',
    ),
    metric('issued', 'Recipients who were issued a voucher.', 'sum(issued)'),
    metric('redeemed', 'Recipients with a use that stands (not reversed in full).', 'sum(redeemed)'),
    metric(
      'conversion',
      'Recipients with an order inside their window, of all assigned.',
      'sum(orders > 0) / count(*)',
    ),
    metric(
      'revenue',
      'Paid for orders placed inside the window, less all refunds, per assigned recipient; may be negative.',
      'sum(revenueMinor) / count(*)',
    ),
    metric('discount', 'Discount given and not reversed, per assigned recipient.', 'sum(discountMinor) / count(*)'),
    metric(
      'margin',
      'Gross margin of what was sold before the discount, less the discount, per assigned recipient. Unknown unless the shop says its gross margin.',
      'sum(round(marginBps * (revenueMinor + discountMinor) / 10000) - discountMinor) / count(*)',
    ),
    metric(
      'before',
      'Spend of the 90 days before the assignment; steadies the comparison, never a result.',
      'beforeMinor',
    ),
    metric(
      'incremental_roi',
      'Margin gained over the holdout per unit of discount given: 0 breaks even, -1 wastes all.',
      '(mean(margin | offer) - mean(margin | holdout)) / mean(discountMinor | offer)',
    ),
    metric('redemption_rate', 'Redeemed of issued; descriptive, between offers only.', 'sum(redeemed) / sum(issued)'),
    metric('curve', 'Recipients by whole days from assignment to the first use that stands.', 'group by redeemedAfter'),
  ],
  window: {
    opens: 'at the assignment',
    closes: `when a voucher issued then would expire, and ${TAIL_DAYS} days behind it, for every arm alike`,
    mature: 'a recipient whose window has closed; verdicts rest on the mature alone',
  },
  levels: { ...LEVELS, srmAlarm: SRM_ALARM },
  sums: 'n, S = sum of totals, Q = sum of squares; mean = S/n, variance = (nQ - S²)/(n(n-1)), in exact integers',
  privacy: {
    k: LIMITS.k,
    kCount: LIMITS.kCount,
    dominancePercent: LIMITS.pPercent,
    batches:
      'Analysts see batches at least five minutes apart that move on only when everything shown gained nothing or enough people at once; days are those on which figures were let out.',
  },
}
