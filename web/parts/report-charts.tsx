// Two drawings of campaigns side by side; the same figures stand in tables beside them, so readers of the screen get those.
import { useWords } from '../console/words.ts'
import { figure, rate } from '../ui/format.ts'
import css from './report-charts.module.css'

interface Used {
  campaignId: string
  name: string
  issued: number | string | null
  redeemed: number | string | null
}

/** One bar per campaign, as long as the share of what was issued that came back. */
export function UsedChart({ rows }: { rows: Used[] }) {
  const { t } = useWords('reports')
  return (
    <ul className={css.chart} aria-label={t('used')}>
      {rows.map(({ campaignId, name, issued, redeemed }) => {
        const [whole, part] = [figure(issued), figure(redeemed)]
        const share = whole === null || part === null || whole === 0 ? null : part / whole
        return (
          <li key={campaignId} className={css.row}>
            <span className={css.name}>
              <bdi>{name}</bdi>
            </span>
            <span className={css.track} aria-hidden="true">
              <span className={css.bar} style={{ inlineSize: `${Math.min(1, share ?? 0) * 100}%` }} />
            </span>
            <span className={css.value}>
              {whole === null || part === null ? t('hidden') : (rate(part, whole) ?? '–')}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

export interface Line {
  key: string
  name: string
  /** Shares of 1. */
  difference: number | null
  low: number | null
  high: number | null
}

/** Beyond it a line says only that nothing is known yet; it would squeeze all others. */
const FARTHEST = 1

/** One line per comparison around a common zero: the dot is the difference, the line where it may lie. */
export function IntervalChart({ lines }: { lines: Line[] }) {
  const drawn = lines.filter(({ low, high }) => low !== null && high !== null)
  if (drawn.length === 0) return null
  const ends = drawn.flatMap(({ low, high }) => [Math.abs(low ?? 0), Math.abs(high ?? 0)])
  const most = Math.min(FARTHEST, Math.max(0.001, ...ends))
  const at = (value: number) => 50 + (50 * Math.max(-most, Math.min(most, value))) / most
  return (
    <div className={css.chart} aria-hidden="true">
      {drawn.map(({ key, name, difference, low, high }) => {
        const [from, to] = [at(low ?? 0), at(high ?? 0)]
        const isProof = (low ?? 0) > 0 || (high ?? 0) < 0
        return (
          <div key={key} className={css.row}>
            <span className={css.name}>
              <bdi>{name}</bdi>
            </span>
            <span className={css.plot}>
              <span className={css.zero} />
              <span
                className={css.line}
                data-proof={isProof || undefined}
                style={{ insetInlineStart: `${from}%`, inlineSize: `${Math.max(0.4, to - from)}%` }}
              />
              {difference !== null && <span className={css.dot} style={{ insetInlineStart: `${at(difference)}%` }} />}
            </span>
          </div>
        )
      })}
    </div>
  )
}
