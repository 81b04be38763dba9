// The frame round every page: the way to skip it, where one can go, who one is.
import { ActionIcon } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useLayoutEffect } from 'react'
import { Link, Navigate, Outlet, useLocation, useNavigation } from 'react-router'
import { houseSettings } from '../api/house-settings.ts'
import { useKey } from '../parts/access.ts'
import { Bars, Mark, Search } from '../ui/icons.tsx'
import { SchemeSwitch } from '../ui/scheme-switch.tsx'
import { WhenAsked } from '../ui/when-asked.tsx'
import { showInZone } from '../ui/zone.ts'
import { AccountMenu } from './account-menu.tsx'
import { Idle } from './idle.tsx'
import { useScrollPlace } from './scroll-place.ts'
import css from './shell.module.css'
import { Sections } from './shell-sections.tsx'
import { openPalette, Shortcuts } from './shortcuts.tsx'
import { useWords } from './words.ts'

const SectionsDrawer = lazy(async () => ({ default: (await import('./shell-dialogs.tsx')).SectionsDrawer }))

export function Shell() {
  const key = useKey()
  const { pathname } = useLocation()
  const isLoading = useNavigation().state === 'loading'
  const { t } = useWords('shell')
  useShopZone()
  useScrollPlace()
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false })
  if (key === null) return <Navigate to="/console/sign-in" state={{ from: pathname }} replace />
  return (
    <div className={css.shell}>
      <button type="button" className={css.skip} onClick={skipToContent}>
        {t('skip')}
      </button>
      {isWide ? <Side /> : <Bar />}
      <Shortcuts />
      <Idle />
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

/** Before the eye sees it; the page stays where it is, with all that was typed (useWords). */
function useShopZone(): void {
  const zone = useQuery({ ...houseSettings, enabled: useKey() !== null }).data?.timeZone ?? undefined
  useLayoutEffect(() => showInZone(zone), [zone])
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
  const { t } = useWords('shell')
  return (
    <header className={css.side}>
      <Brand />
      <button type="button" className={css.search} onClick={openPalette}>
        <Search size={16} />
        <span>{t('palette.search')}</span>
        <kbd dir="ltr">Ctrl K</kbd>
      </button>
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
        <ActionIcon variant="subtle" color="gray" size={44} onClick={openPalette} aria-label={t('palette.search')}>
          <Search size={20} />
        </ActionIcon>
        <AccountMenu />
      </div>
      <WhenAsked isOpen={isOpen}>
        <SectionsDrawer isOpen={isOpen} onClose={close} />
      </WhenAsked>
    </header>
  )
}
