// The runs of a campaign as a line through time: each with what came of it, in figures as wide as they are large.
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReplyOf } from '#shared/api.ts'
import { byCursor } from '../api/by-cursor.ts'
import { call } from '../api/call.ts'
import { useWords, wordsOf } from '../console/words.ts'
import { Answer } from '../ui/answer.tsx'
import { count, moment } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { useWhyNot } from './access.ts'
import css from './runs.module.css'
import { reasonInWords } from './words.ts'

type Run = ReplyOf<'runCampaign'>
const passed = ['holdout', 'alreadyHad', 'noConsent', 'setAside', 'capped', 'noBudget', 'outOfStock'] as const

export function Runs({ id, timeZone }: { id: string; timeZone: string }) {
  const { t } = useWords('campaigns')
  const whyNot = useWhyNot('reports.exact')
  const runs = useInfiniteQuery({
    ...byCursor(['runs', id], (page, signal) => call('listRuns', { params: { id }, query: page, signal }), 6),
    enabled: whyNot === null,
  })
  if (whyNot !== null) return null
  return (
    <Panel title={t('runs.title')} hint={t('runs.says', { zone: timeZone })}>
      <Answer of={runs} bars={1}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data)
          if (rows.length === 0) return <p className={css.none}>{t('runs.none')}</p>
          return (
            <ol className={css.line}>
              {rows.map((run) => (
                <Line key={run.runId} run={run} timeZone={timeZone} />
              ))}
            </ol>
          )
        }}
      </Answer>
      {runs.hasNextPage && (
        <Button
          variant="default"
          size="sm"
          mt="sm"
          onClick={() => void runs.fetchNextPage()}
          loading={runs.isFetchingNextPage}
        >
          {t('runs.older')}
        </Button>
      )}
    </Panel>
  )
}

function Line({ run, timeZone }: { run: Run; timeZone: string }) {
  const { t } = useWords('campaigns')
  const whole = Math.max(1, run.matched)
  const parts = [{ name: 'issued', n: run.issued }, ...passed.map((name) => ({ name, n: run[name] }))]
  return (
    <li className={css.run}>
      <time className={css.at} {...(run.finishedAt === null ? {} : { dateTime: run.finishedAt })}>
        {run.finishedAt === null ? t('runs.running') : moment(run.finishedAt, timeZone)}
      </time>
      <span className={css.bar} aria-hidden="true">
        {parts.map(({ name, n }) => (
          <span key={name} data-part={name} style={{ inlineSize: `${(n / whole) * 100}%` }} />
        ))}
      </span>
      <span className={css.says}>{runInWords(run)}</span>
    </li>
  )
}

/** What a run did, in one sentence. */
export function runInWords(run: Run): string {
  const t = wordsOf('campaigns')
  const left = passed.filter((kind) => run[kind] > 0).map((kind) => `${count(run[kind])} ${reasonInWords(kind)}`)
  const said = { issued: t('runs.issued', { count: run.issued }), matched: count(run.matched) }
  return left.length === 0 ? t('runs.question', said) : t('runs.left', { ...said, left: left.join(', ') })
}
