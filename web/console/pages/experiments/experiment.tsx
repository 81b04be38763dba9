// One comparison of arms that were filled elsewhere, as it was kept: its read-out, how it was asked, its files and its link.
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { downloadKept, fileNameFor } from '../../../api/download.ts'
import { Found } from '../../../parts/readout.tsx'
import type { Readout } from '../../../parts/readout-words.ts'
import { FileButtons } from '../../../parts/take-away.tsx'
import { Act } from '../../../ui/act.tsx'
import { useAnnounce } from '../../../ui/announce.tsx'
import { Answer } from '../../../ui/answer.tsx'
import { count, moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'

type Kept = ReplyOf<'importedExperiment'>

export function ExperimentPage() {
  const { t } = useWords('experiments')
  const { hash = '' } = useParams()
  const found = useQuery({
    queryKey: ['imported-experiment', hash],
    queryFn: ({ signal }) => call('importedExperiment', { params: { hash }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const kept = found.data
  return (
    <Page
      title={kept?.name ?? t('one')}
      crumbs={[{ to: '/console/experiments', label: t('title') }]}
      lead={kept && t('one.lead', { at: moment(kept.keptAt), counted: count(kept.counted), read: count(kept.read) })}
      isWaiting={kept === undefined}
    >
      <Answer of={found} height={200}>
        {(one) => <Shown kept={one} />}
      </Answer>
    </Page>
  )
}

function Shown({ kept }: { kept: Kept }) {
  const { t } = useWords('experiments')
  const { t: ofReports } = useWords('reports')
  const currency = typeof kept.asked.currency === 'string' ? kept.asked.currency : ''
  return (
    <div className={css.stack}>
      <Panel title={ofReports('readout')} hint={currency === '' ? t('one.minor') : undefined}>
        <Found readout={kept.report as unknown as Readout} currency={currency} />
      </Panel>
      <Asked kept={kept} />
      <Panel title={t('take')} hint={t('take.hint')}>
        <div className={css.bar}>
          <FileButtons
            kinds={['json']}
            take={(kind) => downloadKept(kept.hash, 'arms', fileNameFor(kept.name, 'experiment', kind), kind)}
          />
          {(['arms', 'comparisons'] as const).map((table) => (
            <FileButtons
              key={table}
              what={t(table)}
              kinds={['csv', 'parquet']}
              take={(kind) => downloadKept(kept.hash, table, fileNameFor(kept.name, table, kind), kind)}
            />
          ))}
        </div>
      </Panel>
      <Lasting kept={kept} />
    </div>
  )
}

const said = ['holdout', 'reference', 'weights', 'currency'] as const

function Asked({ kept: { asked, read, counted, rejected } }: { kept: Kept }) {
  const { t } = useWords('experiments')
  const text = (name: string): string | null => (asked[name] === undefined ? null : String(asked[name]))
  const primary = (['conversion', 'revenue', 'margin'] as const).find((one) => one === asked.primary) ?? 'conversion'
  return (
    <Panel title={t('asked')}>
      <Facts
        facts={[
          { term: t('primary'), says: t(`primary.${primary}`) },
          ...said.flatMap((name) => {
            const says = text(name)
            return says === null ? [] : [{ term: t(name), says: <bdi>{says}</bdi> }]
          }),
          ...(asked.cuped === 'true' ? [{ term: t('cuped'), says: '✓' }] : []),
          ...(text('capQuantile') === null ? [] : [{ term: t('cap'), says: text('capQuantile') }]),
          { term: t('tried'), says: `${count(counted)} / ${count(read)}` },
          { term: t('asked.rejected'), says: rejected === 0 ? t('asked.none') : count(rejected) },
        ]}
      />
    </Panel>
  )
}

function Lasting({ kept: { hash } }: { kept: Kept }) {
  const { t } = useWords('experiments')
  const announce = useAnnounce()
  const link = `${location.origin}/console/experiments/${hash}`
  const copy = useMutation({
    mutationFn: () => navigator.clipboard.writeText(link),
    onSuccess: () => announce(t('copied')),
  })
  return (
    <Panel title={t('link')}>
      <div className={css.stack}>
        <p className={css.mono}>
          <bdi>{link}</bdi>
        </p>
        <p className={css.note}>
          {t('hash')}: <span className={css.mono}>{hash}</span>
        </p>
        {navigator.clipboard !== undefined && (
          <div>
            <Act variant="default" size="sm" onClick={() => copy.mutate()}>
              {copy.isSuccess ? t('copied') : t('copy')}
            </Act>
          </div>
        )}
      </div>
    </Panel>
  )
}
