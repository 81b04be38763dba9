// An experiment's figures as two flat tables, for files: one row per arm, and one per comparison and metric. They are the same
// objects as in the readout.
import type { Estimate, ExperimentReadout, PairReadout } from '#experiments/verdicts.ts'
import type { CampaignReport } from '#shared/contracts/reports.ts'
import type { Column, Table } from './formats.ts'

/** Without rows while there is no readout, or where an arm is too small to show. */
export const tableOfExperiment = (report: CampaignReport, which: 'arms' | 'comparisons'): Table =>
  tableOfReadout(report.experiment.readout as unknown as ExperimentReadout | null, report.currency, which)

/** The same of any readout; `currency` is empty where nobody says. */
export const tableOfReadout = (
  readout: ExperimentReadout | null,
  currency: string,
  which: 'arms' | 'comparisons',
): Table => {
  const columns = which === 'arms' ? armColumns : pairColumns
  const rows = readout === null ? [] : which === 'arms' ? armRows(readout) : readout.comparisons.flatMap(pairRows)
  return {
    columns: [...columns, { name: 'currency', kind: 'text' }],
    rows: rows.map((row) => [...row, currency]),
  }
}

type Row = Table['rows'][number]
const named =
  (kind: Column['kind']) =>
  (...names: string[]): Column[] =>
    names.map((name) => ({ name, kind }))
const [texts, integers, numbers] = [named('text'), named('integer'), named('share')]

const armColumns: Column[] = [
  ...texts('arm', 'kind'),
  ...integers('assigned', 'mature', 'issued', 'redeemed', 'redeemedByOthers', 'purchasers'),
  ...numbers('redemptionRate', 'conversion', 'conversionLow', 'conversionHigh'),
  ...integers('revenueMinor', 'discountMinor', 'marginMinor'),
  ...numbers('revenuePerRecipientMinor', 'discountPerRecipientMinor', 'marginPerRecipientMinor', 'referenceShare'),
]

const armRows = ({ arms }: ExperimentReadout): Row[] =>
  arms.map(({ totals, conversionInterval: { low, high }, ...arm }) => [
    ...[arm.key, arm.kind, arm.assigned, arm.mature, arm.issued, arm.redeemed, arm.redeemedByOthers, arm.purchasers],
    ...[arm.redemptionRate, arm.conversion, low, high],
    ...[totals.revenueMinor, totals.discountMinor, totals.marginMinor],
    ...[arm.revenuePerRecipientMinor, arm.discountPerRecipientMinor, arm.marginPerRecipientMinor, arm.referenceShare],
  ])

const bounds = (name: string) => [`${name}Low`, `${name}High`]
const pairColumns: Column[] = [
  ...texts('treatment', 'control', 'family', 'verdict', 'metric', 'role', 'status'),
  ...integers('treatmentCount', 'controlCount'),
  ...numbers('treatmentMean', 'controlMean', 'difference', 'standardError', 'degreesOfFreedom'),
  ...numbers('fixedLevel', ...bounds('fixed'), 'fixedP', 'alwaysLevel', ...bounds('always'), 'alwaysP'),
  ...texts('shownKind'),
  ...numbers('shownLevel', ...bounds('shown'), 'lift', ...bounds('lift')),
  ...texts('liftStatus'),
]

/** The metric that the verdict rests on first. */
const pairRows = (pair: PairReadout): Row[] => [
  estimateRow(pair, pair.primary, 'primary'),
  estimateRow(pair, pair.live, 'live'),
  ...pair.secondary.map((estimate) => estimateRow(pair, estimate, 'secondary')),
]

function estimateRow(pair: PairReadout, of: Estimate, role: 'primary' | 'live' | 'secondary'): Row {
  const { fixed, always, shown } = of
  const { lift, low, high, status } = shown.relative
  return [
    ...[pair.treatment, pair.control, pair.family, pair.verdict, of.metric, role, of.status],
    ...[of.n.treatment, of.n.control, of.mean.treatment, of.mean.control, of.difference, of.se, of.dof],
    ...[fixed.level, fixed.low, fixed.high, fixed.p, always.level, always.low, always.high, always.p],
    ...[shown.kind, shown.level, shown.low, shown.high, lift, low, high, status],
  ]
}
