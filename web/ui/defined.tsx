// A name that says what it means where it is pointed at, reached by keyboard, or touched; readers of the screen are told as well.
import { Tooltip, VisuallyHidden } from '@mantine/core'
import { type PointerEvent, useId, useState } from 'react'
import css from './defined.module.css'

export function Defined({ means, children }: { means: string; children: string }) {
  const id = useId()
  const [isTold, setTold] = useState(false)
  // A finger enters and leaves with each touch: it tells by its press, and the focus that goes ends it.
  const point = (told: boolean) => (event: PointerEvent) => {
    if (event.pointerType === 'mouse') setTold(told)
  }
  return (
    <>
      <Tooltip label={means} multiline maw="20rem" opened={isTold}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by it, more is told */}
        <span
          className={css.defined}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what it means must be reachable by keyboard
          tabIndex={0}
          aria-describedby={id}
          onPointerEnter={point(true)}
          onPointerLeave={point(false)}
          onFocus={() => setTold(true)}
          onBlur={() => setTold(false)}
          onClick={() => setTold(true)}
          onKeyDown={(event) => event.key === 'Escape' && setTold(false)}
        >
          {children}
        </span>
      </Tooltip>
      <VisuallyHidden id={id}>{means}</VisuallyHidden>
    </>
  )
}
