// Figures with their names; a name that is not plain says what it means, to the mouse, to the keyboard and to readers of the screen.
import { Tooltip, VisuallyHidden } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import panel from '../ui/panel.module.css'
import css from './readout.module.css'

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

function Defined({ means, children }: { means: string; children: string }) {
  const id = useId()
  return (
    <>
      <Tooltip label={means} multiline maw="20rem" events={{ hover: true, focus: true, touch: true }}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what it means must be reachable by keyboard */}
        <span className={css.defined} tabIndex={0} aria-describedby={id}>
          {children}
        </span>
      </Tooltip>
      <VisuallyHidden id={id}>{means}</VisuallyHidden>
    </>
  )
}
