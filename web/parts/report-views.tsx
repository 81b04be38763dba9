// Reports that somebody looks at again and again: what was saved, a new one, and whether it comes by mail.
import { Anchor, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { byCursor } from '../api/by-cursor.ts'
import { call } from '../api/call.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { useAnnounce } from '../ui/announce.tsx'
import { CursorTable } from '../ui/cursor-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { moment } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { useWhyNot } from './access.ts'
import css from './report-charts.module.css'

type View = ReplyOf<'createReportView'>
type Campaign = { campaignId: string; name: string }
const KEY = ['report-views'] as const
const views = byCursor(KEY, (page, signal) => call('listReportViews', { query: page, signal }))
const bys = ['variant', 'day', 'channel'] as const
const spans = ['never', 'day', 'week'] as const

/** `campaigns`: those that a view can be made of. */
export function SavedViews({ campaigns }: { campaigns: Campaign[] }) {
  const { t } = useWords('reports')
  const list = useInfiniteQuery(views)
  const nameOf = (id: string) => campaigns.find(({ campaignId }) => campaignId === id)?.name ?? id
  return (
    <Panel title={t('views')} hint={t('views.hint')}>
      <CursorTable
        caption={`${t('views')}: ${t('campaigns')}`}
        of={list}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('views.none')}>
            <p>{t('views.teach')}</p>
          </Empty>
        }
        columns={[
          { head: t('views.name'), cell: (view) => <ViewLink view={view} /> },
          { head: t('campaign'), cell: ({ campaignId }) => <bdi>{nameOf(campaignId)}</bdi> },
          { head: t('views.by'), cell: ({ asked }) => t(`by.${asked.by}`) },
          { head: t('views.mail'), cell: ({ every }) => t(`views.${every ?? 'never'}`) },
          { head: t('views.next'), cell: ({ nextAt }) => (nextAt === null ? '–' : moment(nextAt)) },
          { head: t('views.act'), cell: (view) => <Drop view={view} /> },
        ]}
      />
      {campaigns.length > 0 && <NewView campaigns={campaigns} />}
    </Panel>
  )
}

const ViewLink = ({ view: { campaignId, name, asked } }: { view: View }) => (
  <Anchor component={Link} to={`/console/campaigns/${campaignId}?by=${asked.by}`}>
    <bdi>{name}</bdi>
  </Anchor>
)

function Drop({ view: { id, name } }: { view: View }) {
  const { t } = useWords('reports')
  const whyNot = useWhyNot('reports.read')
  const known = useQueryClient()
  const announce = useAnnounce()
  const drop = useMutation({
    mutationFn: () => call('deleteReportView', { params: { id } }),
    onSuccess: () => {
      announce(t('views.dropped'))
      return known.invalidateQueries({ queryKey: KEY })
    },
  })
  return (
    <>
      <Act variant="default" size="xs" whyNot={whyNot} loading={drop.isPending} onClick={() => drop.mutate()}>
        {t('views.drop', { name })}
      </Act>
      {drop.isError && <Failure error={drop.error} />}
    </>
  )
}

function NewView({ campaigns }: { campaigns: Campaign[] }) {
  const { t } = useWords('reports')
  const may = useWhyNot('reports.read')
  const known = useQueryClient()
  const announce = useAnnounce()
  const [name, setName] = useState('')
  const [campaignId, setCampaign] = useState(campaigns[0]?.campaignId ?? '')
  const [by, setBy] = useState<(typeof bys)[number]>('variant')
  const [every, setEvery] = useState<(typeof spans)[number]>('never')
  const [to, setTo] = useState('')
  const mail = every === 'never' ? {} : { every, to: to.trim() }
  const save = useMutation({
    mutationFn: () => call('createReportView', { body: { name: name.trim(), campaignId, asked: { by }, ...mail } }),
    onSuccess: () => {
      announce(t('views.saved'))
      setName('')
      return known.invalidateQueries({ queryKey: KEY })
    },
  })
  const lacks = name.trim() === '' ? t('views.needsName') : null
  const lacksAddress = every !== 'never' && to.trim() === '' ? t('views.needsAddress') : null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if ((may ?? lacks ?? lacksAddress) === null) save.mutate()
      }}
    >
      <div className={css.form}>
        <TextInput
          label={t('views.name')}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          maxLength={200}
        />
        <NativeSelect
          label={t('campaign')}
          value={campaignId}
          onChange={(e) => setCampaign(e.currentTarget.value)}
          data={campaigns.map((one) => ({ value: one.campaignId, label: one.name }))}
        />
        <NativeSelect
          label={t('views.by')}
          value={by}
          onChange={(e) => setBy(bys.find((one) => one === e.currentTarget.value) ?? 'variant')}
          data={bys.map((value) => ({ value, label: t(`by.${value}`) }))}
        />
        <NativeSelect
          label={t('views.mail')}
          value={every}
          onChange={(e) => setEvery(spans.find((one) => one === e.currentTarget.value) ?? 'never')}
          data={spans.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
        {every !== 'never' && (
          <TextInput label={t('views.to')} type="email" value={to} onChange={(e) => setTo(e.currentTarget.value)} />
        )}
        <Act type="submit" onClick={() => {}} whyNot={may ?? lacks ?? lacksAddress} loading={save.isPending}>
          {t('views.save')}
        </Act>
      </div>
      {save.isError && <Failure error={save.error} />}
    </form>
  )
}
