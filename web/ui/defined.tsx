// A name that says what it means where it is pointed at, reached by keyboard, or touched; readers of the screen are told as well.
import { Tooltip, VisuallyHidden } from '@mantine/core'
import { useId } from 'react'
import css from './defined.module.css'

export function Defined({ means, children }: { means: string; children: string }) {
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
