// A campaign tried on a day without anything being written: who would get what, and why others would get nothing.
import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { Answer } from '../../../ui/answer.tsx'
import table from '../../../ui/cursor-table.module.css'
import { Failure } from '../../../ui/failure.tsx'
import { count, dayInWords, moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'

type DryRun = ReplyOf<'dryRunCampaign'>
const outcomes = ['issued', 'holdout', 'alreadyHad', 'noConsent', 'capped', 'outOfStock', 'noBudget'] as const

export function DryRunPage() {
  const { id = '' } = useParams()
  const { t } = useWords('delivery')
  const [address, setAddress] = useSearchParams()
  const day = address.get('day') ?? ''
  const campaign = useQuery({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => call('getCampaign', { params: { id }, signal }),
  })
  const found = useQuery({
    queryKey: ['dry-run', id, day],
    queryFn: ({ signal }) =>
      call('dryRunCampaign', { params: { id }, body: { people: 0, ...(day === '' ? {} : { day }) }, signal }),
  })
  return (
    <Page
      title={t('dry.title')}
      lead={t('dry.lead')}
      crumbs={[{ to: `/console/campaigns/${id}`, label: campaign.data?.name ?? t('campaign') }]}
    >
      <div className={css.tools}>
        <TextInput
          type="date"
          label={t('dry.day')}
          value={day === '' ? (found.data?.day ?? '') : day}
          onChange={(event) => setAddress(event.currentTarget.value ? { day: event.currentTarget.value } : {})}
        />
      </div>
      <Answer of={found}>
        {(run) => (
          <div className={css.stack}>
            <Sums run={run} />
            <People key={run.day} id={id} day={run.day} />
          </div>
        )}
      </Answer>
    </Page>
  )
}

function Sums({ run }: { run: DryRun }) {
  const { t } = useWords('delivery')
  const shown = outcomes.filter((one) => one === 'issued' || run[one] !== 0)
  return (
    <>
      <Panel title={t('dry.on', { day: dayInWords(run.day) })} hint={t('dry.asOf', { time: moment(run.asOf) })}>
        {!run.isWhole && <p className={css.note}>{t('dry.notWhole')}</p>}
        <Counts
          caption={t('dry.what')}
          rows={[
            [t('dry.matched'), count(run.matched)],
            ...shown.map((one) => [t(`dry.${one}`), count(run[one])]),
            ...run.setAsideBy.map((one) => [t(`dry.${one.reason}`), count(one.count)]),
          ]}
        />
      </Panel>
      {run.variants.length > 0 && (
        <Panel title={t('dry.variants')}>
          <Counts caption={t('dry.variants')} rows={run.variants.map(({ key, issued }) => [key, count(issued)])} />
        </Panel>
      )}
      {run.refusedBy.length > 0 && (
        <Panel title={t('dry.why')} hint={t('dry.whyHint')}>
          <Counts
            caption={t('dry.why')}
            rows={run.refusedBy.map((one) => [
              [t.maybe(`refused.${one.reason}`), one.category && t.maybe(`category.${one.category}`)]
                .filter(Boolean)
                .join(': '),
              count(one.count),
            ])}
          />
        </Panel>
      )}
    </>
  )
}

function Counts({ caption, rows }: { caption: string; rows: string[][] }) {
  const { t } = useWords('delivery')
  return (
    <table className={table.list}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('dry.outcome')}</th>
          <th scope="col" data-number>
            {t('dry.count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, figure]) => (
          <tr key={name}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td data-number>{figure}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Names are asked for by themselves: whoever is named can read that somebody looked, and why. */
function People({ id, day }: { id: string; day: string }) {
  const { t } = useWords('delivery')
  const whyNot = useWhyNot('customers.read')
  const [reason, setReason] = useState('')
  const asked = useMutation({
    mutationFn: () => call('dryRunCampaign', { params: { id }, body: { day, people: 200 }, reason: reason.trim() }),
  })
  const noReason = reason.trim() === '' ? t('dry.reasonFirst') : null
  const people = asked.data?.people
  return (
    <Panel title={t('dry.people')} hint={t('dry.peopleHint')}>
      <div className={css.tools}>
        <TextInput
          className={css.wide}
          label={t('dry.reason')}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Act whyNot={whyNot ?? noReason} onClick={() => asked.mutate()} loading={asked.isPending}>
          {t('dry.name')}
        </Act>
      </div>
      {asked.error !== null && <Failure error={asked.error} />}
      {people !== undefined && people.length === 0 && <p className={css.note}>{t('dry.nobody')}</p>}
      {people !== undefined && people.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={table.scroll} tabIndex={0} aria-label={t('listOf', { what: t('dry.people') })}>
          <table className={table.list}>
            <caption>{t('dry.people')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('dry.customer')}</th>
                <th scope="col">{t('dry.outcome')}</th>
                <th scope="col">{t('dry.variant')}</th>
                <th scope="col">{t('dry.occasion')}</th>
              </tr>
            </thead>
            <tbody>
              {people.map(({ customerReference, occasion, outcome, variantKey }) => (
                <tr key={`${customerReference} ${occasion}`}>
                  <th scope="row">
                    <bdi className={css.name}>{customerReference}</bdi>
                  </th>
                  <td>{t(`dry.${outcome}`)}</td>
                  <td>
                    <bdi>{variantKey ?? ''}</bdi>
                  </td>
                  <td>
                    <bdi>{occasion}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  )
}
