// What stands in place of a page that broke, so that one fault does not take the console with it.
import { useRouteError } from 'react-router'
import { Failure } from '../ui/failure.tsx'
import { Page } from '../ui/page.tsx'
import { useWords } from './words.ts'

export function Broken() {
  const error = useRouteError()
  const { t } = useWords('shell')
  return (
    <Page title={t('broken.title')}>
      <Failure error={error} onRetry={() => location.reload()} />
    </Page>
  )
}
