// Writing a campaign: from a template, or going on with a draft.
import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link, useParams } from 'react-router'
import { houseSettings } from '../../api/house-settings.ts'
import { campaign as campaignQuery } from '../../api/queries.ts'
import type { Campaign } from '../../parts/words.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Page } from '../../ui/page.tsx'
import { Composer } from '../compose/composer.tsx'
import { draftOf } from '../compose/draft.ts'
import { templateFor, templateOf } from '../compose/templates.ts'
import { useWords } from '../words.ts'
import { Nowhere } from './nowhere.tsx'

export function ComposeNew() {
  const { t } = useWords('compose')
  const template = templateOf(useParams().template ?? '')
  const house = useQuery(houseSettings)
  const currency = house.data?.currency
  // Made once for each template: what is typed must not start over with every drawing.
  const start = useMemo(
    () => template && { ...template.start(), ...(currency === undefined ? {} : { currency }) },
    [template, currency],
  )
  if (template === undefined || start === undefined) return <Nowhere />
  const eyebrow = <Link to="/console/campaigns/new">{t('allTemplates')}</Link>
  // A draft that has begun keeps its currency, so the house's must be known before.
  if (house.isLoading) {
    return (
      <Page title={t('new.title', { title: t(`tpl.${template.name}.title`) })} eyebrow={eyebrow}>
        <Skeleton height={480} radius="lg" />
      </Page>
    )
  }
  return <Composer key={template.key} template={template} start={start} id={null} eyebrow={eyebrow} />
}

export function ComposeDraft() {
  const { t } = useWords('compose')
  const { id = '' } = useParams()
  const found = useQuery({ ...campaignQuery(id), refetchOnWindowFocus: false })
  const eyebrow = <Link to={`/console/campaigns/${id}`}>{t('backToDraft')}</Link>
  if (found.isError) {
    return (
      <Page title={t('draft')} eyebrow={eyebrow}>
        <Failure error={found.error} onRetry={() => found.refetch()} />
      </Page>
    )
  }
  if (found.isPending) {
    return (
      <Page title={t('draft')} eyebrow={eyebrow}>
        <Skeleton height={480} radius="lg" />
      </Page>
    )
  }
  return <Editing key={id} campaign={found.data} eyebrow={eyebrow} />
}

function Editing({ campaign, eyebrow }: { campaign: Campaign; eyebrow: React.ReactNode }) {
  const { t } = useWords('compose')
  const template = templateFor(campaign.trigger.kind)
  const [start] = useState(() => (template === undefined ? null : draftOf(campaign, template.start())))
  const [wasDraft] = useState(campaign.state === 'draft')
  if (start === null || template === undefined || !wasDraft) {
    return (
      <Page title={campaign.name} eyebrow={eyebrow}>
        <Empty
          title={t('launched.title')}
          action={
            <Button component={Link} to={`/console/campaigns/${campaign.id}`}>
              {t('launched.look')}
            </Button>
          }
        >
          <p>{t('launched.says')}</p>
        </Empty>
      </Page>
    )
  }
  return <Composer template={template} start={start} id={campaign.id} eyebrow={eyebrow} />
}
