// Draws something from the first time that it is asked for, so that its script is fetched then and not before.
import { type ReactNode, Suspense, useState } from 'react'

export function WhenAsked({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const [wasAsked, setAsked] = useState(isOpen)
  if (isOpen && !wasAsked) setAsked(true)
  return wasAsked ? <Suspense>{children}</Suspense> : null
}
