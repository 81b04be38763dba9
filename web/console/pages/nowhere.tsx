// The page for addresses that lead nowhere.
import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { useWords } from '../words.ts'

export function Nowhere() {
  const { t } = useWords('shell')
  return (
    <Page title={t('nowhere.title')}>
      <Empty
        title={t('nowhere.head')}
        action={
          <Anchor component={Link} to="/console">
            {t('nowhere.back')}
          </Anchor>
        }
      >
        <p>{t('nowhere.text')}</p>
      </Empty>
    </Page>
  )
}
