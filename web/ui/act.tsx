// A button that, when it cannot be used, says why: it stays reachable by keyboard and names its reason.
import type { ButtonProps } from '@mantine/core'
import { Button, Tooltip, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { useId } from 'react'

interface ActProps extends ButtonProps {
  onClick: () => void
  /** Why it cannot be used now; null when it can. */
  whyNot?: string | null
  type?: 'button' | 'submit'
  children: ReactNode
}

export function Act({ onClick, whyNot = null, type = 'button', children, ...look }: ActProps) {
  const id = useId()
  if (whyNot === null) {
    return (
      <Button type={type} onClick={onClick} {...look}>
        {children}
      </Button>
    )
  }
  return (
    <>
      <Tooltip label={whyNot} events={{ hover: true, focus: true, touch: true }}>
        <Button
          type="button"
          {...look}
          data-disabled
          aria-disabled="true"
          aria-describedby={id}
          onClick={(event) => event.preventDefault()}
        >
          {children}
        </Button>
      </Tooltip>
      <VisuallyHidden id={id}>{whyNot}</VisuallyHidden>
    </>
  )
}
