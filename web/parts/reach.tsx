// Whom a campaign would reach, and why not the others, in figures and in one sentence.
import type { ReactNode } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { useWords, wordsOf } from '../console/words.ts'
import type { Count } from '../ui/format.ts'
import { count, figure } from '../ui/format.ts'
import css from './reach.module.css'
import { reasonInWords } from './words.ts'

type Preview = Omit<ReplyOf<'previewSegment'>, 'needs'>

interface ReachProps {
  /** Null while there is too little to count; undefined before the first answer. */
  preview: Preview | null | undefined
  isCounting: boolean
  /** Why nothing can be counted at all. */
  whyNot: string | null
  children: ReactNode
}

export function Reach({ preview, isCounting, whyNot, children }: ReachProps) {
  const { t } = useWords('compose')
  return (
    <section className={css.reach} aria-labelledby="reach-title">
      <div className={css.head}>
        <h2 id="reach-title" className={css.title}>
          {t('reach.title')}
        </h2>
        {isCounting && <span className={css.soft}>{t('reach.counting')} …</span>}
      </div>
      {whyNot !== null && <p className={css.soft}>{whyNot}</p>}
      {whyNot === null && preview === null && <p className={css.soft}>{t('reach.nothing')}</p>}
      {preview && <Answer preview={preview} />}
      {children}
      <p className={css.soft}>{t('reach.rounded')}</p>
    </section>
  )
}

function Answer({ preview }: { preview: Preview }) {
  const { t } = useWords('compose')
  const [part, whole] = [figure(preview.reachable), figure(preview.matched)]
  const share = part === null || whole === null || whole === 0 ? null : Math.min(100, (part / whole) * 100)
  return (
    <>
      <p className={css.big} aria-hidden="true">
        <strong>{shortly(preview.reachable)}</strong> {t('reach.of', { whole: shortly(preview.matched) })}
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
    </>
  )
}

const shortly = (value: Count) => (typeof value === 'string' ? value : count(value))

/** '412 of 1,300 reachable; 310 have not allowed their birth date.' */
export function reachInWords(preview: Pick<Preview, 'matched' | 'reachable' | 'refusedBy'>): string {
  const refused = preview.refusedBy.map((one) => `; ${count(one.count)} ${reasonInWords(one.reason, one.category)}`)
  const said = wordsOf('compose')('reach.says', { part: count(preview.reachable), whole: count(preview.matched) })
  return `${said}${refused.join('')}.`
}
