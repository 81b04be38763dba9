// One page of the console: its title (also the tab's), what can be done on it, and the focus that lands on its heading.
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation, useNavigationType } from 'react-router'
import { useWords } from '../console/words.ts'
import css from './page.module.css'
import { SectionPages } from './section-pages.tsx'

interface PageProps {
  title: string
  /** Above the title: the pages that this one lies under, the nearest last. */
  crumbs?: readonly { to: string; label: string }[]
  /** In place of crumbs, anything else. */
  eyebrow?: ReactNode
  /** Beside the title: a state. */
  beside?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  /** Nothing stands below the title yet that would move when its lead and actions come. */
  isWaiting?: boolean
  children: ReactNode
}

let firstKey: string | null = null

/** Whether this page is the first since the console was loaded: it keeps the browser's start of focus, the skip link. */
export function useIsFirstPage(): boolean {
  const { key } = useLocation()
  firstKey ??= key
  // As it was when the page came: a filter that goes into the address is no other page.
  const [isFirst] = useState(firstKey === key)
  return isFirst
}

export function Page({ title, crumbs, eyebrow, beside, lead, actions, isWaiting = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isFirst = useIsFirstPage()
  // Whoever goes back comes to where she was (console/scroll-place.ts).
  const isBack = useNavigationType() === 'POP'
  const [begins] = useState(!isBack)
  useEffect(() => {
    document.title = `${title} · Vouchsafe`
  }, [title])
  useEffect(() => {
    if (isFirst) return
    if (begins) window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [isFirst, begins])
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.titles}>
          {crumbs && <Crumbs crumbs={crumbs} />}
          {eyebrow && <div className={css.eyebrow}>{eyebrow}</div>}
          <div className={css.line}>
            <h1 ref={heading} tabIndex={-1} className={css.title}>
              <bdi>{title}</bdi>
            </h1>
            {beside}
          </div>
          {lead && <p className={css.lead}>{lead}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {!isWaiting && <SectionPages />}
      {children}
    </div>
  )
}

function Crumbs({ crumbs }: Required<Pick<PageProps, 'crumbs'>>) {
  const { t } = useWords('shell')
  return (
    <nav aria-label={t('breadcrumbs')} className={css.eyebrow}>
      {crumbs.map(({ to, label }) => (
        <span key={to}>
          <Link to={to}>
            <bdi>{label}</bdi>
          </Link>{' '}
          <span aria-hidden="true">/ </span>
        </span>
      ))}
    </nav>
  )
}
