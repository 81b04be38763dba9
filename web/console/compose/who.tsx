// Step two: for whom, for which purpose, and what everybody else gets.
import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../../api/call.ts'
import { purposes as purposesQuery } from '../../api/queries.ts'
import { useWhyNot } from '../../parts/access.ts'
import { ChoiceBlank } from '../../ui/blank.tsx'
import { Failure } from '../../ui/failure.tsx'
import { useWords } from '../words.ts'
import { RuleBuilder } from './rule-builder.tsx'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Filled, Step } from './step.tsx'
import type { Template } from './templates.ts'
import { purposeFor } from './templates.ts'

export function Who({ draft, set, template }: StepProps & { template: Template }) {
  const { t } = useWords('compose')
  const also = ['purpose', 'needs', 'notice', 'legalBasis', 'baselineCampaignId']
  return (
    <Step number={2} title={t('who.title')} path="segment" also={also} hint={t('who.hint')}>
      <PurposeLine draft={draft} set={set} template={template} />
      <SegmentLine draft={draft} set={set} />
      {draft.segmentId === '' && (
        <RuleBuilder root={draft.rule} currency={draft.currency} onChange={(rule) => set({ rule })} />
      )}
      <BaselineLine draft={draft} set={set} />
    </Step>
  )
}

/** Shown only where segments with a name exist. */
function SegmentLine({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const mayList = useWhyNot('campaigns.read') === null
  const segments = useQuery({
    queryKey: ['segments'],
    queryFn: ({ signal }) => call('listSegments', { query: { limit: 200 }, signal }),
    enabled: mayList,
  })
  const known = segments.data?.data ?? []
  if (known.length === 0 && draft.segmentId === '') return null
  const named = known.map(({ id, name }) => ({ value: id, label: name }))
  const isThere = draft.segmentId === '' || named.some(({ value }) => value === draft.segmentId)
  const lost = isThere ? [] : [{ value: draft.segmentId, label: draft.segmentId }]
  return (
    <Filled
      text={t('who.segment')}
      blanks={{
        segment: (
          <ChoiceBlank
            label={t('who.segmentLabel')}
            path="segment.id"
            value={draft.segmentId}
            onChange={(segmentId) => set({ segmentId })}
            choices={[{ value: '', label: t('who.ownRule') }, ...lost, ...named]}
          />
        ),
      }}
    />
  )
}

/** Whoever refuses personalisation must not go without. */
function BaselineLine({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const live = useQuery({
    queryKey: ['campaigns', 'baselines'],
    queryFn: ({ signal }) => call('listCampaigns', { query: { state: 'live', limit: 100 }, signal }),
  })
  const named = (live.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  if (named.length === 0 && draft.baseline === '') return null
  const isThere = draft.baseline === '' || named.some(({ value }) => value === draft.baseline)
  const lost = isThere ? [] : [{ value: draft.baseline, label: draft.baseline }]
  return (
    <Filled
      text={t('who.baseline')}
      blanks={{
        baseline: (
          <ChoiceBlank
            label={t('who.baselineLabel')}
            path="baselineCampaignId"
            value={draft.baseline}
            onChange={(baseline) => set({ baseline })}
            choices={[{ value: '', label: t('who.noBaseline') }, ...lost, ...named]}
          />
        ),
      }}
    />
  )
}

function PurposeLine({ draft, set, template }: StepProps & { template: Template }) {
  const { t } = useWords('compose')
  const purposes = useQuery(purposesQuery)
  const keys = purposes.data?.data.map((purpose) => purpose.key)
  useEffect(() => {
    if (draft.purpose === '' && keys !== undefined && keys.length > 0) {
      const fitting = purposeFor(template, keys)
      if (fitting !== '') set({ purpose: fitting })
    }
  }, [draft.purpose, keys, set, template])
  if (purposes.isError) return <Failure error={purposes.error} onRetry={() => purposes.refetch()} />
  if (purposes.isPending) return <Skeleton height={34} width="min(24rem, 100%)" radius="md" />
  const known = purposes.data.data.map((purpose) => ({ value: purpose.key, label: purpose.title }))
  const isFitting = purposeFor(template, keys ?? []) !== ''
  const all = draft.purpose === '' ? [{ value: '', label: t('who.choosePurpose') }, ...known] : known
  return (
    <>
      {known.length > 0 && (
        <Filled
          text={t('who.purpose')}
          blanks={{
            purpose: (
              <ChoiceBlank
                label={t('who.purposeLabel')}
                path="purpose"
                value={draft.purpose}
                onChange={(purpose) => set({ purpose })}
                choices={all}
              />
            ),
          }}
        />
      )}
      {!isFitting && draft.purpose === '' && <NewPurpose template={template} onMade={(purpose) => set({ purpose })} />}
    </>
  )
}

/** Nothing can be asked for without a name for it: the first campaign of a kind names its purpose. */
function NewPurpose({ template, onMade }: { template: Template; onMade: (key: string) => void }) {
  const { t } = useWords('compose')
  const whyNot = useWhyNot('purposes.write')
  const client = useQueryClient()
  const { purpose: key, name } = template
  const title = t(`tpl.${name}.purpose`)
  const make = useMutation({
    mutationFn: () =>
      call('createPurpose', { body: { key, title, benefit: t(`tpl.${name}.benefit`), legalBasis: 'consent' } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: purposesQuery.queryKey })
      onMade(key)
    },
  })
  return (
    <div className={css.purpose}>
      <p>
        <strong>{t('who.noPurpose')}</strong> {t('who.noPurposeSays', { title })}
        {whyNot !== null && ` ${t('who.askPrivacy')}`}
      </p>
      {whyNot === null && (
        <Button size="sm" onClick={() => make.mutate()} loading={make.isPending}>
          {t('who.makePurpose', { title })}
        </Button>
      )}
      {make.isError && <Failure error={make.error} />}
    </div>
  )
}
