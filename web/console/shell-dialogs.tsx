// What the frame shows only when it is asked for, fetched then: the sections on a small screen, the keys, and whether
// anybody is still there.
import { Anchor, Button, Drawer, Group, Kbd, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { SchemeSwitch } from '../ui/scheme-switch.tsx'
import { sections } from './nav.ts'
import css from './shell.module.css'
import { Sections } from './shell-sections.tsx'
import { useWords } from './words.ts'

interface Openable {
  isOpen: boolean
  onClose: () => void
}

/** Closed at its first drawing: only what opens afterwards remembers where the focus has to go back to. */
function useOpened(isOpen: boolean): boolean {
  const [isOpened, setOpened] = useState(false)
  useEffect(() => setOpened(isOpen), [isOpen])
  return isOpened
}

export function SectionsDrawer({ isOpen, onClose }: Openable) {
  const { t } = useWords('shell')
  return (
    <Drawer
      opened={useOpened(isOpen)}
      onClose={onClose}
      size="17rem"
      title={t('nav.title')}
      closeButtonProps={{ 'aria-label': t('close'), size: 44 }}
    >
      <Sections />
      <div className={css.drawerEnd}>
        <SchemeSwitch />
      </div>
    </Drawer>
  )
}

export function StillThere({ isOpen, onClose, onSignOut }: Openable & { onSignOut: () => void }) {
  const { t } = useWords('shell')
  return (
    <Modal opened={useOpened(isOpen)} onClose={onClose} title={t('idle.title')} withCloseButton={false}>
      <p>{t('idle.text')}</p>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onSignOut}>
          {t('signOut')}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {t('idle.stay')}
        </Button>
      </Group>
    </Modal>
  )
}

export function KeysHelp({ isOpen, onClose }: Openable) {
  const { t } = useWords('shell')
  const places = sections.filter(({ letter }) => letter !== undefined)
  return (
    <Modal
      opened={useOpened(isOpen)}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <dl className={css.keys}>
        <Line keys={['Ctrl', 'K']} says={t('keys.palette')} />
        <Line keys={['?']} says={t('keys.help')} />
        <Line keys={['n']} says={t('keys.new')} />
        {places.map(({ to, name, letter = '' }) => (
          <Line key={to} keys={['g', letter]} says={t('keys.goTo', { place: t(name) })} />
        ))}
      </dl>
      <Anchor href="/docs/guides">{t('keys.guides')}</Anchor>
    </Modal>
  )
}

function Line({ keys, says }: { keys: string[]; says: string }) {
  return (
    <div>
      <dt>{says}</dt>
      <dd dir="ltr">
        {keys.map((key) => (
          <Kbd key={key} ms={4}>
            {key}
          </Kbd>
        ))}
      </dd>
    </div>
  )
}
