// One page of the console: its title (also the tab's), what can be done on it, and the focus that lands on its heading.
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import css from './page.module.css'

interface PageProps {
  title: string
  /** Above the title: where this page belongs. */
  eyebrow?: ReactNode
  /** Beside the title: a state. */
  beside?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

let firstKey: string | null = null

/** Whether this page is the first since the console was loaded: it keeps the browser's start of focus, the skip link. */
export function useIsFirstPage(): boolean {
  const { key } = useLocation()
  firstKey ??= key
  return firstKey === key
}

export function Page({ title, eyebrow, beside, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isFirst = useIsFirstPage()
  useEffect(() => {
    document.title = `${title} · Vouchsafe`
  }, [title])
  useEffect(() => {
    if (isFirst) return
    window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [isFirst])
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.titles}>
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
      {children}
    </div>
  )
}
