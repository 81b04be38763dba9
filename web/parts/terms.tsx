// Figures with their names; a name that is not plain says what it means, to the mouse, to the keyboard and to readers of the screen.
import type { ReactNode } from 'react'
import { Defined } from '../ui/defined.tsx'
import panel from '../ui/panel.module.css'

export interface Term {
  term: string
  says: ReactNode
  /** What the term means. */
  means?: string
}

export function Terms({ terms }: { terms: Term[] }) {
  return (
    <dl className={panel.facts}>
      {terms.map(({ term, says, means }) => (
        <div key={term}>
          <dt>{means === undefined ? term : <Defined means={means}>{term}</Defined>}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  )
}
