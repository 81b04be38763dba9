// The frame round every page: the way to skip it, where one can go, who one is.
import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Suspense, useEffect } from 'react'
import { Link, Navigate, Outlet, useLocation, useNavigation } from 'react-router'
import { useKey } from '../parts/access.ts'
import { Bars, Mark } from '../ui/icons.tsx'
import { SchemeSwitch } from '../ui/scheme-switch.tsx'
import { AccountMenu } from './account-menu.tsx'
import css from './shell.module.css'
import { Sections } from './shell-sections.tsx'
import { useWords } from './words.ts'

export function Shell() {
  const key = useKey()
  const { pathname } = useLocation()
  const isLoading = useNavigation().state === 'loading'
  const { t } = useWords('shell')
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  if (key === null) return <Navigate to="/console/sign-in" state={{ from: pathname }} replace />
  return (
    <div className={css.shell}>
      <button type="button" className={css.skip} onClick={skipToContent}>
        {t('skip')}
      </button>
      {isWide ? <Side /> : <Bar />}
      <div className={css.stage}>
        {isLoading && <div className={css.loading} aria-hidden="true" />}
        <main id="content" tabIndex={-1} className={css.main}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  )
}

/** A button, because the changed fragment of a link would travel through the router. */
function skipToContent() {
  document.getElementById('content')?.focus()
}

function Brand() {
  const { t } = useWords('shell')
  return (
    <Link to="/console" className={css.brand} aria-label={t('brand')}>
      <Mark size={26} />
      <span>Vouchsafe</span>
    </Link>
  )
}

function Side() {
  return (
    <header className={css.side}>
      <Brand />
      <Sections />
      <div className={css.end}>
        <AccountMenu />
        <SchemeSwitch />
      </div>
    </header>
  )
}

/** On a small screen: a bar, and the sections in a drawer that closes when one has gone somewhere. */
function Bar() {
  const { t } = useWords('shell')
  const [isOpen, { open, close }] = useDisclosure(false)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new address closes it
  useEffect(close, [pathname])
  return (
    <header className={css.bar}>
      <ActionIcon variant="subtle" color="gray" size={44} onClick={open} aria-label={t('menu')} aria-expanded={isOpen}>
        <Bars size={22} />
      </ActionIcon>
      <Brand />
      <div className={css.end}>
        <AccountMenu />
      </div>
      <Drawer
        opened={isOpen}
        onClose={close}
        size="17rem"
        title={t('nav.title')}
        closeButtonProps={{ 'aria-label': t('close'), size: 44 }}
      >
        <Sections />
        <div className={css.drawerEnd}>
          <SchemeSwitch />
        </div>
      </Drawer>
    </header>
  )
}
