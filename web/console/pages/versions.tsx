// What a campaign was at each save: who did it, what changed, any two side by side, and the way to draft one anew.
import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { byCursor } from '../../api/by-cursor.ts'
import { call } from '../../api/call.ts'
import { campaign as campaignQuery, whoAmI } from '../../api/queries.ts'
import { useWhyNot } from '../../parts/access.ts'
import { useCopy } from '../../parts/keeping.tsx'
import { placeOf } from '../../parts/reasons.tsx'
import { Act } from '../../ui/act.tsx'
import { useInAddress } from '../../ui/address.ts'
import { Answer } from '../../ui/answer.tsx'
import { NumberBlank } from '../../ui/blank.tsx'
import { Failure } from '../../ui/failure.tsx'
import { moment } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useWords } from '../words.ts'
import css from './versions.module.css'

type Version = ReplyOf<'listVersions'>['data'][number]
type Change = Version['changes'][number]

export function Versions() {
  const { t } = useWords('campaigns')
  const { id = '' } = useParams()
  const found = useQuery(campaignQuery(id))
  const name = found.data?.name ?? t('one')
  const crumbs = [
    { to: '/console', label: t('title') },
    { to: `/console/campaigns/${id}`, label: name },
  ]
  const versions = useInfiniteQuery(
    byCursor(['versions', id], (page, signal) => call('listVersions', { params: { id }, query: page, signal }), 20),
  )
  return (
    <Page title={t('versions.title')} crumbs={crumbs} lead={t('versions.says')}>
      <Compare id={id} />
      <Answer of={versions}>
        {({ pages }) => (
          <ol className={css.list} aria-label={t('versions.list')}>
            {pages
              .flatMap(({ data }) => data)
              .map((version) => (
                <One key={version.number} id={id} version={version} />
              ))}
          </ol>
        )}
      </Answer>
      {versions.hasNextPage && (
        <Button variant="default" onClick={() => void versions.fetchNextPage()} loading={versions.isFetchingNextPage}>
          {t('versions.older')}
        </Button>
      )}
    </Page>
  )
}

function One({ id, version }: { id: string; version: Version }) {
  const { t } = useWords('campaigns')
  const me = useQuery(whoAmI)
  const whyNot = useWhyNot('campaigns.write')
  const copy = useCopy(id)
  const { number, at, actor, actorName, cause, changes } = version
  const who = me.data?.id === actor ? t('versions.you') : (actorName ?? actor)
  return (
    <li className={css.version}>
      <div className={css.head}>
        <h2 className={css.title}>
          {t('versions.number', { number })}: {t(`versions.${cause}`)}
        </h2>
        <span className={css.by}>{t('versions.by', { at: moment(at), who })}</span>
        <Act
          variant="default"
          size="compact-sm"
          onClick={() => copy.mutate({ version: number })}
          loading={copy.isPending}
          whyNot={whyNot}
        >
          {t('versions.anew')}
        </Act>
      </div>
      {copy.isError && <Failure error={copy.error} />}
      {cause === 'changed' && changes.length === 0 && <p className={css.by}>{t('versions.nothing')}</p>}
      {changes.length > 0 && <Changes changes={changes} />}
    </li>
  )
}

function Changes({ changes }: { changes: Change[] }) {
  const { t } = useWords('campaigns')
  return (
    <table className={css.changes}>
      <thead>
        <tr>
          <th scope="col">{t('versions.what')}</th>
          <th scope="col">{t('versions.before')}</th>
          <th scope="col">{t('versions.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">
              {placeOf(path)} <code>{path}</code>
            </th>
            <td>
              <del>
                <Value value={before} />
              </del>
            </td>
            <td>
              <ins>
                <Value value={after} />
              </ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ value }: { value: unknown }) {
  const { t } = useWords('campaigns')
  if (value === undefined) return <>{t('versions.absent')}</>
  return <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
}

function Compare({ id }: { id: string }) {
  const { t } = useWords('campaigns')
  const [from, setFrom] = useInAddress('from')
  const [to, setTo] = useInAddress('to')
  const diff = useMutation({
    mutationFn: () => call('diffVersions', { params: { id }, query: { from: Number(from ?? 1), to: Number(to ?? 2) } }),
  })
  return (
    <Panel title={t('versions.compare')}>
      <form
        className={css.head}
        onSubmit={(event) => {
          event.preventDefault()
          diff.mutate()
        }}
      >
        <NumberBlank label={t('versions.compare')} value={from ?? 1} onChange={(value) => setFrom(String(value))} />
        <span>{t('versions.with')}</span>
        <NumberBlank label={t('versions.with')} value={to ?? 2} onChange={(value) => setTo(String(value))} />
        <Button type="submit" variant="default" size="compact-sm" loading={diff.isPending}>
          {t('versions.compare')}
        </Button>
      </form>
      {diff.isError && <Failure error={diff.error} />}
      <div aria-live="polite">
        {diff.isSuccess && diff.data.changes.length === 0 && <p>{t('versions.same')}</p>}
        {diff.isSuccess && diff.data.changes.length > 0 && <Changes changes={diff.data.changes} />}
      </div>
    </Panel>
  )
}
