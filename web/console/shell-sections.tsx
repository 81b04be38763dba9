// The sections of the console as links; what the role may not open stands there too, and says why it is closed.
import { Tooltip, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Link, useLocation } from 'react-router'
import { whoAmI } from '../api/queries.ts'
import { whyNot } from '../parts/access.ts'
import * as icons from '../ui/icons.tsx'
import { type Section, sectionOf, sections } from './nav.ts'
import css from './shell.module.css'
import { useWords } from './words.ts'

const signs: Record<Section['icon'], typeof icons.Mark> = {
  campaigns: icons.Flag,
  customers: icons.Person,
  vouchers: icons.Mark,
  reports: icons.Bars3,
  delivery: icons.Send,
  privacy: icons.Shield,
  people: icons.People,
  settings: icons.Sliders,
}

export function Sections() {
  const { t } = useWords('shell')
  const here = sectionOf(useLocation().pathname)
  return (
    <nav aria-label={t('nav.title')} className={css.nav}>
      <ul>
        {sections.map((section) => (
          <li key={section.to}>
            <SectionLink section={section} isHere={section === here} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function SectionLink({ section, isHere }: { section: Section; isHere: boolean }) {
  const { t } = useWords('shell')
  const me = useQuery(whoAmI)
  const id = useId()
  const why = whyNot(me.data?.scopes, ...section.scopes)
  const Icon = signs[section.icon]
  if (why === null) {
    return (
      <Link to={section.to} className={css.place} aria-current={isHere ? 'page' : undefined}>
        <Icon size={18} />
        {t(section.name)}
      </Link>
    )
  }
  return (
    <>
      <Tooltip label={why} position="bottom-start">
        {/* biome-ignore lint/a11y/useSemanticElements: a link that leads nowhere is still a link, and must be reachable to say why */}
        <span role="link" tabIndex={0} className={css.place} aria-disabled="true" aria-describedby={id}>
          <icons.Lock size={18} />
          {t(section.name)}
        </span>
      </Tooltip>
      <VisuallyHidden id={id}>{why}</VisuallyHidden>
    </>
  )
}
