// The page in front of the console: a ticket with the name of the house, for whoever is not signed in yet.
import { Menu, UnstyledButton } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Mark } from '../../../ui/icons.tsx'
import { useIsFirstPage } from '../../../ui/page.tsx'
import { SchemeSwitch } from '../../../ui/scheme-switch.tsx'
import { LanguageItems, ownNames } from '../../account-menu.tsx'
import { useWords } from '../../words.ts'
import css from '../sign-in.module.css'

export function Doorstep({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { t, language } = useWords('shell')
  useIsFirstPage()
  useEffect(() => {
    document.title = `${title} · Vouchsafe`
  }, [title])
  return (
    <main className={css.page}>
      <div className={css.scheme}>
        <Menu position="bottom-end" width={180} shadow="md">
          <Menu.Target>
            <UnstyledButton className={css.language} aria-label={`${t('language')}: ${ownNames[language]}`}>
              {ownNames[language]}
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <LanguageItems />
          </Menu.Dropdown>
        </Menu>
        <SchemeSwitch />
      </div>
      <div className={css.card}>
        <div className={css.brand}>
          <Mark size={34} />
          <span>Vouchsafe</span>
        </div>
        <h1 className={css.title}>{title}</h1>
        {lead && <p className={css.lead}>{lead}</p>}
        {children}
      </div>
    </main>
  )
}
