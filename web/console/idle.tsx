// Nobody here: after 29 minutes without a key or a pointer the console asks, after 30 it signs out, also with a key.
import { useQuery } from '@tanstack/react-query'
import { lazy, useEffect, useRef, useState } from 'react'
import { whoAmI } from '../api/queries.ts'
import { signOut } from '../parts/sign-out.ts'
import { WhenAsked } from '../ui/when-asked.tsx'
import type { StillThere as Dialog } from './shell-dialogs.tsx'

/** Without its script nobody is asked, and is signed out all the same. */
const noDialog: typeof Dialog = () => <span hidden />
const StillThere = lazy(async () => {
  const dialogs = await import('./shell-dialogs.tsx').catch(() => null)
  return { default: dialogs?.StillThere ?? noDialog }
})

const LIMIT_MS = 30 * 60_000
const WARNING_MS = 60_000
const LOOK_MS = 5_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

export function Idle() {
  const me = useQuery(whoAmI)
  const isMember = me.data?.kind === 'member'
  const last = useRef(Date.now())
  const [isWarned, setWarned] = useState(false)

  useEffect(() => {
    const note = () => {
      last.current = Date.now()
    }
    for (const sign of signs) addEventListener(sign, note, { passive: true })
    const look = setInterval(() => {
      const silent = Date.now() - last.current
      if (silent >= LIMIT_MS) void signOut(isMember, 'idle')
      else setWarned(silent >= LIMIT_MS - WARNING_MS)
    }, LOOK_MS)
    return () => {
      clearInterval(look)
      for (const sign of signs) removeEventListener(sign, note)
    }
  }, [isMember])

  return (
    <WhenAsked isOpen={isWarned}>
      <StillThere isOpen={isWarned} onClose={() => setWarned(false)} onSignOut={() => void signOut(isMember)} />
    </WhenAsked>
  )
}
