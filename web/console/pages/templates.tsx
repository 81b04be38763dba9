// Where a campaign begins: occasions to start from, each a campaign that is already thought through.
import { Link } from 'react-router'
import { Tour } from '../../parts/tour.tsx'
import { Basket, Cake, Flag, Person, Plus, Search, Send } from '../../ui/icons.tsx'
import { Page } from '../../ui/page.tsx'
import { templates } from '../compose/templates.ts'
import { useWords } from '../words.ts'
import css from './templates.module.css'

const signs = {
  birthday: Cake,
  cart: Basket,
  milestone: Flag,
  welcome: Person,
  winBack: Search,
  broadcast: Send,
  empty: Plus,
}

export function Templates() {
  const { t } = useWords('compose')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tour step={1} />
      <ul className={css.list}>
        {templates.map(({ key, name }) => {
          const Sign = signs[name]
          return (
            <li key={key} className={css.card}>
              <div className={css.sign}>
                <Sign size={26} />
              </div>
              <h2 className={css.title}>
                <Link to={`/console/campaigns/new/${key}`}>{t(`tpl.${name}.title`)}</Link>
              </h2>
              <p className={css.text}>{t(`tpl.${name}.blurb`)}</p>
              <p className={css.needs}>{t(`tpl.${name}.reads`)}</p>
            </li>
          )
        })}
      </ul>
    </Page>
  )
}
