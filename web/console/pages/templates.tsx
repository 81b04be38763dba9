// Where a campaign begins: three occasions to start from, each a campaign that is already thought through.
import { Link } from 'react-router'
import { Basket, Cake, Flag } from '../../ui/icons.tsx'
import { Page } from '../../ui/page.tsx'
import { templates } from '../compose/templates.ts'
import css from './templates.module.css'

const signs = { birthday: Cake, 'abandoned-cart': Basket, 'spend-milestone': Flag }

export function Templates() {
  return (
    <Page
      title="New campaign"
      lead="Start from an occasion. Every word can be changed on the next page, and nothing is sent before you launch."
    >
      <ul className={css.list}>
        {templates.map((template) => {
          const Sign = signs[template.key]
          return (
            <li key={template.key} className={css.card}>
              <div className={css.sign}>
                <Sign size={26} />
              </div>
              <h2 className={css.title}>
                <Link to={`/console/campaigns/new/${template.key}`}>{template.title}</Link>
              </h2>
              <p className={css.text}>{template.blurb}</p>
              <p className={css.needs}>{template.reads}</p>
            </li>
          )
        })}
      </ul>
    </Page>
  )
}
