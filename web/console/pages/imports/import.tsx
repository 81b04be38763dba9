// One import: how far it is while it runs, what it came to, the lines that were wrong as a file, and how to go on with it.
import { FileInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { downloadImportErrors } from '../../../api/download.ts'
import { Act } from '../../../ui/act.tsx'
import { Answer } from '../../../ui/answer.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { count, moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { sendAlong, useSending } from './sending.ts'
import { WrongLines } from './wrong-lines.tsx'

const LOOK_EVERY_MS = 1000

export function ImportPage() {
  const { id = '' } = useParams()
  const { t } = useWords('delivery')
  const found = useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => call('getImport', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'finished' ? false : LOOK_EVERY_MS),
  })
  return (
    <Page
      title={found.data === undefined ? t('imports.one') : t(`import.${found.data.kind}`)}
      crumbs={[{ to: '/console/imports', label: t('imports.title') }]}
    >
      <Answer of={found}>{(progress) => <Progress progress={progress} />}</Answer>
    </Page>
  )
}

function Progress({ progress }: { progress: ReplyOf<'getImport'> }) {
  const { t } = useWords('delivery')
  const { id, state, line, rejected, finishedAt, createdAt } = progress
  const sending = useSending(id)
  const errors = useMutation({ mutationFn: () => downloadImportErrors(id) })
  const isSending = sending?.state === 'sending'
  const says = state === 'finished' ? t('imports.finished') : isSending ? t('imports.running') : t('imports.waits')
  return (
    <div className={css.stack}>
      <Panel title={t('imports.progress')} hint={<span role="status">{says}</span>}>
        <Facts
          facts={[
            { term: t('imports.read'), says: count(progress.read) },
            { term: t('imports.created'), says: count(progress.created) },
            { term: t('imports.updated'), says: count(progress.updated) },
            { term: t('imports.rejected'), says: count(rejected) },
            { term: t('imports.line'), says: count(progress.line) },
            { term: t('when'), says: moment(finishedAt ?? createdAt) },
          ]}
        />
        {errors.error !== null && <Failure error={errors.error} />}
        <Act
          variant="default"
          whyNot={rejected === 0 ? t('imports.noErrors') : null}
          loading={errors.isPending}
          onClick={() => errors.mutate()}
        >
          {t('imports.errors')}
        </Act>
      </Panel>
      {rejected > 0 && <WrongLines id={id} upTo={line} />}
      {sending?.state === 'failed' && <Failure error={sending.error} />}
      {state === 'open' && !isSending && (
        <Panel title={t('imports.goOn')} hint={t('imports.goOnHint')}>
          <FileInput
            label={t('imports.file')}
            placeholder={t('imports.choose')}
            accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
            onChange={(file) => {
              if (file !== null) sendAlong(id, file, /\.(ndjson|jsonl)$/i.test(file.name) ? 'ndjson' : 'csv')
            }}
          />
        </Panel>
      )}
    </div>
  )
}
