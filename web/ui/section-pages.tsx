// The pages beside the one that is shown, where its section has several: a row of links under the title.
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'react-router'
import { whoAmI } from '../api/queries.ts'
import { nearest, sectionOf } from '../console/nav.ts'
import { useWords } from '../console/words.ts'
import { whyNot } from '../parts/access.ts'
import css from './page.module.css'

export function SectionPages() {
  const { t } = useWords('shell')
  const { pathname } = useLocation()
  const me = useQuery(whoAmI)
  const section = sectionOf(pathname)
  const here = nearest(pathname, section?.pages ?? [])
  if (section?.pages === undefined || here === undefined) return null
  return (
    <nav aria-label={t('nav.inSection', { section: t(section.name) })} className={css.sections}>
      {section.pages
        .filter(({ scopes }) => whyNot(me.data?.scopes, ...scopes) === null)
        .map((place) => (
          <Link key={place.to} to={place.to} aria-current={place === here ? 'page' : undefined}>
            {t(place.name)}
          </Link>
        ))}
    </nav>
  )
}
