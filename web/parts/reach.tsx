// Whom a campaign would reach, and why not the others: asked of the server while one writes.
import { Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { BodySent, ReplyOf } from '#shared/api.ts'
import { preview as previewQuery } from '../api/queries.ts'
import { Failure } from '../ui/failure.tsx'
import type { Count } from '../ui/format.ts'
import { count, figure } from '../ui/format.ts'
import { Needs } from './needs.tsx'
import css from './reach.module.css'
import { reasonInWords } from './words.ts'

type Preview = ReplyOf<'previewSegment'>
const PAUSE_MS = 350

export function Reach({ asked }: { asked: BodySent<'previewSegment'> | null }) {
  // By its text, so that an equal question is not asked again at every key.
  const [settled] = useDebouncedValue(JSON.stringify(asked), PAUSE_MS)
  const question: BodySent<'previewSegment'> | null = JSON.parse(settled)
  const reach = useQuery({
    ...previewQuery(question ?? { purpose: 'none', channels: ['email'] }),
    enabled: question !== null,
  })
  return (
    <section className={css.reach} aria-labelledby="reach-title">
      <div className={css.head}>
        <h2 id="reach-title" className={css.title}>
          Reach
        </h2>
        {reach.isFetching && <Loader size="xs" aria-label="Counting" />}
      </div>
      {question === null && <p className={css.soft}>Choose a purpose and a channel to see whom it reaches.</p>}
      {question !== null && reach.isError && <Failure error={reach.error} onRetry={() => reach.refetch()} />}
      {question !== null && reach.data !== undefined && !reach.isError && <Answer preview={reach.data} />}
    </section>
  )
}

function Answer({ preview }: { preview: Preview }) {
  const [part, whole] = [figure(preview.reachable), figure(preview.matched)]
  const share = part === null || whole === null || whole === 0 ? null : Math.min(100, (part / whole) * 100)
  return (
    <>
      <p className={css.big} aria-hidden="true">
        <strong>{shortly(preview.reachable)}</strong> of {shortly(preview.matched)} reachable
      </p>
      {share !== null && (
        <div className={css.bar} aria-hidden="true">
          <span style={{ inlineSize: `${share}%` }} />
        </div>
      )}
      <p className={css.spoken} aria-live="polite" role="status" data-testid="reach">
        {reachInWords(preview)}
      </p>
      <ul className={css.refused} aria-hidden="true">
        {preview.refusedBy.map((refusal) => (
          <li key={`${refusal.reason} ${refusal.category ?? ''}`}>
            <strong>{shortly(refusal.count)}</strong> {reasonInWords(refusal.reason, refusal.category)}
          </li>
        ))}
      </ul>
      <h3 className={css.subtitle}>Consents it needs</h3>
      <Needs needs={preview.needs} />
      <p className={css.soft}>Counts are rounded, so that nobody can be singled out.</p>
    </>
  )
}

const shortly = (value: Count) => (typeof value === 'string' ? value : count(value))

/** Pure: '412 of 1,300 reachable; 310 have not allowed their birth date.' */
export function reachInWords(preview: Pick<Preview, 'matched' | 'reachable' | 'refusedBy'>): string {
  const refused = preview.refusedBy.map((one) => `; ${count(one.count)} ${reasonInWords(one.reason, one.category)}`)
  return `${count(preview.reachable)} of ${count(preview.matched)} reachable${refused.join('')}.`
}
