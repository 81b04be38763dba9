// One version of the notice: what it changes, what it permits, its words; and for a draft its publication, which nobody can undo.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useOpened } from '../../../ui/address.ts'
import { Answer } from '../../../ui/answer.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { ChangeList, categoryInWords, channelInWords, type Notice, NoticeState } from './cells.tsx'
import { Grid } from './grid.tsx'
import { usePurposes } from './purposes.ts'

export function NoticePage() {
  const { id = '' } = useParams()
  const { t } = useWords('privacy')
  const found = useQuery({
    queryKey: ['notice', id],
    queryFn: ({ signal }) => call('getNotice', { params: { id }, signal }),
  })
  const version = found.data?.version
  return (
    <Page
      title={version === undefined ? t('notice.one') : t('notice.version', { version: String(version) })}
      crumbs={[{ to: '/console/privacy', label: t('notices.title') }]}
      beside={found.data && <NoticeState notice={found.data} />}
    >
      <Answer of={found}>
        {(notice) => (
          <div className={css.stack}>
            <Changes notice={notice} />
            <Controller notice={notice} />
            <Scope notice={notice} />
            <Texts notice={notice} />
          </div>
        )}
      </Answer>
    </Page>
  )
}

function Changes({ notice }: { notice: Notice }) {
  const { t } = useWords('privacy')
  const { titles } = usePurposes()
  const queries = useQueryClient()
  const whyNot = useWhyNot('notices.write')
  const [isAsking, setAsking] = useOpened('publish')
  const material = notice.changes.filter((one) => one.material)
  const others = notice.changes.filter((one) => !one.material)
  const publish = useMutation({
    mutationFn: () => call('publishNotice', { params: { id: notice.id } }),
    onSuccess: async () => {
      setAsking(false)
      await queries.invalidateQueries({ queryKey: ['notice', notice.id] })
      await queries.invalidateQueries({ queryKey: ['notices'] })
    },
  })
  const isDraft = notice.publishedAt === null
  return (
    <Panel
      title={t('changes')}
      hint={isDraft ? t('changes.draftHint') : t('changes.hint')}
      beside={
        isDraft && (
          <Act whyNot={whyNot} onClick={() => setAsking(true)}>
            {t('publish')}
          </Act>
        )
      }
    >
      <h3>{t('changes.material')}</h3>
      {material.length === 0 ? (
        <p className={css.note}>{t('changes.noMaterial')}</p>
      ) : (
        <ChangeList changes={material} titles={titles} />
      )}
      {others.length > 0 && <h3>{t('changes.others')}</h3>}
      <ChangeList changes={others} titles={titles} />
      <Confirm
        title={t('publish.ask')}
        verb={t('publish')}
        opened={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => publish.mutate()}
        isBusy={publish.isPending}
        error={publish.error}
      >
        <p>{t('publish.final')}</p>
        <p>{material.length === 0 ? t('publish.nobody') : t('publish.material', { count: material.length })}</p>
        <ChangeList changes={material} titles={titles} />
      </Confirm>
    </Panel>
  )
}

function Controller({ notice }: { notice: Notice }) {
  const { t } = useWords('privacy')
  const { name, address, contact, country, responsible, authority } = notice.controller
  const facts = [
    { term: t('controller.name'), says: <bdi>{name}</bdi> },
    { term: t('controller.address'), says: <bdi>{address}</bdi> },
    { term: t('controller.contact'), says: <bdi>{contact}</bdi> },
    ...(country === undefined ? [] : [{ term: t('country'), says: country }]),
    ...named(t('responsible'), responsible),
    ...named(t('authority'), authority),
    ...(notice.publishedAt === null ? [] : [{ term: t('published'), says: moment(notice.publishedAt) }]),
    ...(notice.effectiveAt === null ? [] : [{ term: t('effective'), says: moment(notice.effectiveAt) }]),
  ]
  return (
    <Panel title={t('controller')}>
      <Facts facts={facts} />
    </Panel>
  )
}

function named(term: string, who: Notice['controller']['responsible']) {
  if (who === undefined) return []
  const says = (
    <bdi>
      {who.name}, {who.contact}
    </bdi>
  )
  return [{ term, says }]
}

function Scope({ notice }: { notice: Notice }) {
  const { t } = useWords('privacy')
  const { titles } = usePurposes()
  return (
    <Panel title={t('scope')} hint={t('scope.hint')}>
      <Grid
        caption={t('scope')}
        head={(['purpose', 'channel', 'category', 'retention', 'recipients'] as const).map((head) => t(head))}
        rows={notice.scope.map(({ purpose, channel, category, retentionMonths, recipients }) => ({
          key: `${purpose} ${channel} ${category}`,
          cells: [
            <bdi key="purpose">{titles.get(purpose) ?? purpose}</bdi>,
            channelInWords(channel),
            categoryInWords(category),
            t('months', { count: retentionMonths }),
            <bdi key="recipients">{recipients.join(', ') || '–'}</bdi>,
          ],
        }))}
      />
    </Panel>
  )
}

function Texts({ notice }: { notice: Notice }) {
  const { t } = useWords('privacy')
  const texts = Object.entries(notice.texts).sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <Panel title={t('texts')} hint={t('texts.hint')}>
      <div className={css.stack}>
        {texts.map(([locale, { title, body, sha256 }]) => (
          <article key={locale} lang={locale} dir="auto">
            <h3>
              {locale} · <bdi>{title}</bdi>
            </h3>
            <p style={{ whiteSpace: 'pre-wrap' }}>{body}</p>
            <p className={css.mono} dir="ltr">
              SHA-256 {sha256}
            </p>
          </article>
        ))}
      </div>
    </Panel>
  )
}
