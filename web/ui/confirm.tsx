// A question before something that cannot simply be undone; says what will happen, and keeps a failure in view.
import { Button, Group, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../console/words.ts'
import { Act } from './act.tsx'
import { Failure } from './failure.tsx'

interface ConfirmProps {
  title: string
  opened: boolean
  onClose: () => void
  onConfirm: () => void
  /** The verb on the button: the same word as the button that opened it. */
  verb: string
  isBusy?: boolean
  isGrave?: boolean
  /** For a question with a form: why it cannot be answered yet; null when it can. */
  whyNot?: string | null
  error?: unknown
  /** False when something else takes the focus as the question closes. */
  returnsFocus?: boolean
  children: ReactNode
}

export function Confirm(props: ConfirmProps) {
  const {
    title,
    opened,
    onClose,
    onConfirm,
    verb,
    isBusy = false,
    isGrave = false,
    whyNot,
    error,
    returnsFocus = true,
    children,
  } = props
  const { t } = useWords('shell')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={returnsFocus}
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
      {Boolean(error) && <Failure error={error} />}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('keep')}
        </Button>
        <Act
          color={isGrave ? 'brick' : 'pine'}
          onClick={onConfirm}
          loading={isBusy}
          whyNot={whyNot ?? null}
          data-autofocus={whyNot === undefined || undefined}
        >
          {verb}
        </Act>
      </Group>
    </Modal>
  )
}
