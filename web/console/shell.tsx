// The frame round every page: the way to skip it, where one can go, who one is.
import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { Link, Navigate, NavLink, Outlet, useLocation, useNavigation } from 'react-router'
import { whoAmI } from '../api/queries.ts'
import { forgetKey } from '../api/session.ts'
import { useKey } from '../parts/access.ts'
import { listed } from '../ui/format.ts'
import { Mark } from '../ui/icons.tsx'
import { SchemeSwitch } from '../ui/scheme-switch.tsx'
import css from './shell.module.css'

export function Shell() {
  const key = useKey()
  const { pathname } = useLocation()
  const isLoading = useNavigation().state === 'loading'
  if (key === null) return <Navigate to="/console/sign-in" state={{ from: pathname }} replace />
  return (
    <div className={css.shell}>
      <button type="button" className={css.skip} onClick={skipToContent}>
        Skip to content
      </button>
      <header className={css.bar}>
        <div className={css.inner}>
          <Link to="/console" className={css.brand} aria-label="Vouchsafe, to your campaigns">
            <Mark size={26} />
            <span>Vouchsafe</span>
          </Link>
          <nav aria-label="Console" className={css.nav}>
            <NavLink to="/console" end>
              Campaigns
            </NavLink>
            <NavLink to="/console/campaigns/new">New campaign</NavLink>
            <NavLink to="/console/reports" end>
              Reports
            </NavLink>
          </nav>
          <div className={css.end}>
            <SchemeSwitch />
            <KeyMenu />
          </div>
        </div>
        {isLoading && <div className={css.loading} aria-hidden="true" />}
      </header>
      <main id="content" tabIndex={-1} className={css.main}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}

/** A button, because the changed fragment of a link would travel through the router. */
function skipToContent() {
  document.getElementById('content')?.focus()
}

function KeyMenu() {
  const me = useQuery(whoAmI)
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          classNames={{ root: css.key, label: css.keyName }}
          aria-label={`Signed in as ${me.data?.name ?? '…'}`}
        >
          {me.data?.name ?? '…'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.data === undefined ? 'Signed in' : `May act as ${listed(me.data.roles)}`}</Menu.Label>
        <Menu.Item component="a" href="/openapi.json" target="_blank" rel="noreferrer">
          All doors (OpenAPI)
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => forgetKey()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
