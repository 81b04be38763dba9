// Nobody here: after 29 minutes without a key or a pointer the console asks, after 30 it signs out, also with a key.
import { Button, Group, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { whoAmI } from '../api/queries.ts'
import { signOut } from '../parts/sign-out.ts'
import { useWords } from './words.ts'

const LIMIT_MS = 30 * 60_000
const WARNING_MS = 60_000
const LOOK_MS = 5_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

export function Idle() {
  const { t } = useWords('shell')
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
    <Modal opened={isWarned} onClose={() => setWarned(false)} title={t('idle.title')} withCloseButton={false}>
      <p>{t('idle.text')}</p>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => void signOut(isMember)}>
          {t('signOut')}
        </Button>
        <Button onClick={() => setWarned(false)} data-autofocus>
          {t('idle.stay')}
        </Button>
      </Group>
    </Modal>
  )
}
