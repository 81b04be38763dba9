// The command palette: every place one may go, and the few things that can be done from anywhere. Loaded when first opened.
import '@mantine/spotlight/styles.layer.css'
import { useMantineColorScheme } from '@mantine/core'
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { whoAmI } from '../api/queries.ts'
import { whyNot } from '../parts/access.ts'
import { signOut } from '../parts/sign-out.ts'
import { languages } from '../ui/language.ts'
import { ownNames } from './account-menu.tsx'
import { sections } from './nav.ts'
import { speak, useWords } from './words.ts'

const [store, spotlight] = createSpotlight()

interface PaletteProps {
  isOpen: boolean
  onClose: () => void
  onHelp: () => void
}

export function Palette({ isOpen, onClose, onHelp }: PaletteProps) {
  const { t } = useWords('shell')
  const actions = useActions(onHelp)
  useEffect(() => {
    if (isOpen) spotlight.open()
  }, [isOpen])
  return (
    <Spotlight
      store={store}
      actions={actions}
      shortcut={null}
      onSpotlightClose={onClose}
      nothingFound={t('palette.nothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{ placeholder: t('palette.search'), 'aria-label': t('palette.search') }}
    />
  )
}

/** What the role may open, and what anybody may do. */
function useActions(onHelp: () => void): SpotlightActionData[] {
  const { t, language } = useWords('shell')
  const go = useNavigate()
  const me = useQuery(whoAmI)
  const { toggleColorScheme } = useMantineColorScheme()
  const places = sections
    .flatMap((section) => (section.pages ?? [section]).map((place) => ({ ...place, group: t(section.name) })))
    .filter(({ scopes }) => whyNot(me.data?.scopes, ...scopes) === null)
  const isMember = me.data?.kind === 'member'
  return [
    ...places.map(({ to, name, group }) => ({
      id: to,
      label: t(name),
      description: group === t(name) ? undefined : group,
      onClick: () => void go(to),
    })),
    { id: 'new', label: t('keys.new'), onClick: () => void go('/console/campaigns/new') },
    { id: 'account', label: t('nav.account'), onClick: () => void go('/console/account') },
    { id: 'scheme', label: t('palette.scheme'), onClick: () => toggleColorScheme() },
    ...languages
      .filter((one) => one !== language)
      .map((one) => ({
        id: `language ${one}`,
        label: `${t('language')}: ${ownNames[one]}`,
        onClick: () => void speak(one),
      })),
    { id: 'help', label: t('keys.title'), onClick: onHelp },
    { id: 'out', label: t('signOut'), onClick: () => void signOut(isMember) },
  ]
}
