// A sheet of paper with a heading: the one container of the console.
import type { ReactNode } from 'react'
import { useId } from 'react'
import css from './panel.module.css'

interface PanelProps {
  title: string
  /** A sentence under the heading that teaches what this is. */
  hint?: ReactNode
  beside?: ReactNode
  children: ReactNode
}

export function Panel({ title, hint, beside, children }: PanelProps) {
  const id = useId()
  return (
    <section className={css.panel} aria-labelledby={id}>
      <div className={css.head}>
        <div>
          <h2 id={id} className={css.title}>
            {title}
          </h2>
          {hint && <p className={css.hint}>{hint}</p>}
        </div>
        {beside}
      </div>
      {children}
    </section>
  )
}

/** Terms with what they stand for, two columns where there is room. */
export function Facts({ facts }: { facts: { term: string; says: ReactNode }[] }) {
  return (
    <dl className={css.facts}>
      {facts.map((fact) => (
        <div key={fact.term}>
          <dt>{fact.term}</dt>
          <dd>{fact.says}</dd>
        </div>
      ))}
    </dl>
  )
}
