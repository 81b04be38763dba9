// Writing a campaign: from a template, or going on with a draft.
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { campaign as campaignQuery } from '../../api/queries.ts'
import type { Campaign } from '../../parts/words.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Page } from '../../ui/page.tsx'
import { Composer } from '../compose/composer.tsx'
import { draftOf } from '../compose/draft.ts'
import { templateOf, templates } from '../compose/templates.ts'
import { Nowhere } from './nowhere.tsx'

export function ComposeNew() {
  const template = templateOf(useParams().template ?? '')
  if (template === undefined) return <Nowhere />
  return (
    <Composer
      key={template.key}
      template={template}
      start={template.start()}
      id={null}
      eyebrow={<Link to="/console/campaigns/new">All templates</Link>}
    />
  )
}

export function ComposeDraft() {
  const { id = '' } = useParams()
  const found = useQuery({ ...campaignQuery(id), refetchOnWindowFocus: false })
  const eyebrow = <Link to={`/console/campaigns/${id}`}>Back to the draft</Link>
  if (found.isError) {
    return (
      <Page title="Draft" eyebrow={eyebrow}>
        <Failure error={found.error} onRetry={() => found.refetch()} />
      </Page>
    )
  }
  if (found.isPending) {
    return (
      <Page title="Draft" eyebrow={eyebrow}>
        <Skeleton height={480} radius="lg" />
      </Page>
    )
  }
  return <Editing key={id} campaign={found.data} eyebrow={eyebrow} />
}

function Editing({ campaign, eyebrow }: { campaign: Campaign; eyebrow: React.ReactNode }) {
  const template = templateOf(campaign.trigger.kind)
  const [start] = useState(() =>
    draftOf(campaign, (kind) => (templateOf(kind) ?? templates[0])?.start() ?? fail('There are no templates')),
  )
  if (start === null || template === undefined || campaign.state !== 'draft') {
    return (
      <Page title={campaign.name} eyebrow={eyebrow}>
        <Empty title={campaign.state === 'draft' ? 'This page cannot show this draft' : 'This campaign was launched'}>
          <p>
            {campaign.state === 'draft'
              ? 'It waits for an occasion that has no template yet. It can be changed over HTTP: PATCH /v1/campaigns/{id}.'
              : 'What was launched is frozen, so that its report stays true. Make a new campaign instead.'}
          </p>
        </Empty>
      </Page>
    )
  }
  return <Composer template={template} start={start} id={campaign.id} eyebrow={eyebrow} />
}

function fail(words: string): never {
  throw new Error(words)
}
