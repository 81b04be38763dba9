// The switch between light and dark.
import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useWords } from '../console/words.ts'
import { Moon, Sun } from './icons.tsx'

export function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const { t } = useWords('shell')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <Tooltip label={t(`scheme.${other}`)}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={() => setColorScheme(other)}
        aria-label={t(`scheme.${other}`)}
      >
        {scheme === 'dark' ? <Sun /> : <Moon />}
      </ActionIcon>
    </Tooltip>
  )
}
