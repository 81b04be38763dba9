// Who one is, which language the console speaks, and the way out.
import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { whoAmI } from '../api/queries.ts'
import { roleInWords } from '../parts/access.ts'
import { signOut } from '../parts/sign-out.ts'
import { listed } from '../ui/format.ts'
import { Check } from '../ui/icons.tsx'
import { type Language, languages } from '../ui/language.ts'
import css from './shell.module.css'
import { speak, useWords } from './words.ts'

export const ownNames: Record<Language, string> = { en: 'English', ar: 'العربية', ru: 'Русский', tr: 'Türkçe' }

export function AccountMenu() {
  const me = useQuery(whoAmI)
  const { t } = useWords('shell')
  const name = me.data?.name ?? '…'
  return (
    <Menu position="top-start" width={250} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          classNames={{ root: css.key, label: css.keyName }}
          dir="auto"
          aria-label={t('signedInAs', { name })}
        >
          <bdi>{name}</bdi>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.data === undefined ? t('signedIn') : t('mayActAs', { roles: listed(me.data.roles.map(roleInWords)) })}
        </Menu.Label>
        <Menu.Item component={Link} to="/console/account">
          {t('nav.account')}
        </Menu.Item>
        <Menu.Item component="a" href="/openapi.json" target="_blank" rel="noreferrer">
          {t('doors')}
        </Menu.Item>
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut(me.data?.kind === 'member')}>{t('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

export function LanguageItems() {
  const { t, language } = useWords('shell')
  return (
    <>
      <Menu.Label>{t('language')}</Menu.Label>
      {languages.map((one) => (
        <Menu.Item
          key={one}
          lang={one}
          aria-current={one === language ? 'true' : undefined}
          rightSection={one === language ? <Check size={16} /> : undefined}
          onClick={() => void speak(one)}
        >
          {ownNames[one]}
        </Menu.Item>
      ))}
    </>
  )
}
