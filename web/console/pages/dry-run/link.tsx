// The way from a campaign to its dry run; its words come when they come, and the page does not wait for them.
import { Button } from '@mantine/core'
import { Suspense } from 'react'
import { Link } from 'react-router'
import { useWords } from '../../words.ts'

export const DryRunLink = ({ id }: { id: string }) => (
  <Suspense fallback={null}>
    <Named id={id} />
  </Suspense>
)

function Named({ id }: { id: string }) {
  const { t } = useWords('delivery')
  return (
    <Button component={Link} to={`/console/campaigns/${id}/dry-run`} variant="default">
      {t('dry.title')}
    </Button>
  )
}
