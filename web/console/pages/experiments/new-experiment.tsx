// Arms from another tool: a file or pasted lines and how they are to be compared; what is wrong is told line by line.
import { Checkbox, FileInput, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { formatOf, uploadArms } from '../../../api/upload.ts'
import { share } from '../../../parts/readout-words.ts'
import { Act } from '../../../ui/act.tsx'
import { useAnnounce } from '../../../ui/announce.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { count, listed } from '../../../ui/format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { LISTED } from './experiments.tsx'
import { WrongLines } from './wrong-lines.tsx'

const needed = ['recipient', 'arm', 'assigned_at', 'purchased', 'revenue_minor']
const more = ['discount_minor', 'margin_minor', 'covariate']
const metrics = ['conversion', 'revenue', 'margin'] as const
const caps = ['0.99', '0.999'] as const
const EXAMPLE = `${needed.join(',')},discount_minor
anna,offer,2026-03-01,1,4200,500
ben,offer,2026-03-01,0,0,0
cleo,holdout,2026-03-01,1,3900,0
dan,holdout,2026-03-02,0,0,0
`

interface Asked {
  name: string
  primary: (typeof metrics)[number]
  holdout: string
  reference: string
  weights: string
  currency: string
  cuped: boolean
  cap: string | null
}
const blank: Asked = {
  name: '',
  primary: 'conversion',
  holdout: 'holdout',
  reference: '',
  weights: '',
  currency: '',
  cuped: false,
  cap: null,
}

export function NewExperiment() {
  const { t } = useWords('experiments')
  const go = useNavigate()
  const known = useQueryClient()
  const announce = useAnnounce()
  const [file, setFile] = useState<File | null>(null)
  const [lines, setLines] = useState('')
  const [asked, setAsked] = useState(blank)
  const send = useMutation({
    mutationFn: (isTry: boolean) => {
      const body = file ?? new Blob([lines])
      return uploadArms(
        { ...queryOf(asked), dryRun: isTry ? 'true' : 'false' },
        body,
        formatOf(file?.name ?? '', lines),
      )
    },
    onSuccess: async ({ kept, counted, read }) => {
      if (kept === null) return announce(t('tried.good', { counted: count(counted), read: count(read) }))
      await known.invalidateQueries({ queryKey: LISTED })
      await go(`/console/experiments/${kept.hash}`)
    },
  })
  const lacks = file === null && lines.trim() === '' ? t('needs.lines') : null
  return (
    <Panel title={t('add')} hint={t('none.says')}>
      <div className={css.stack}>
        <FileInput
          label={t('file')}
          description={t('file.hint')}
          placeholder={t('file.choose')}
          accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
          value={file}
          onChange={setFile}
          clearable
        />
        {file === null && (
          <>
            <Textarea
              label={t('paste')}
              description={t('paste.hint', { needed: listed(needed), more: listed(more) })}
              classNames={{ input: css.mono }}
              dir="ltr"
              spellCheck={false}
              autosize
              minRows={5}
              maxRows={14}
              value={lines}
              onChange={(event) => setLines(event.currentTarget.value)}
            />
            <div>
              <Act variant="default" size="sm" onClick={() => setLines(EXAMPLE)}>
                {t('example')}
              </Act>
            </div>
          </>
        )}
        <How asked={asked} onChange={setAsked} />
        {send.error !== null && <Failure error={send.error} />}
        {send.data !== undefined && <Told told={send.data} />}
        <div className={css.bar}>
          <Act
            variant="default"
            whyNot={lacks}
            loading={send.isPending && send.variables}
            onClick={() => send.mutate(true)}
          >
            {t('try')}
          </Act>
          <Act whyNot={lacks} loading={send.isPending && !send.variables} onClick={() => send.mutate(false)}>
            {t('keep')}
          </Act>
        </div>
      </div>
    </Panel>
  )
}

/** What is empty is left to the server. */
function queryOf({ name, primary, holdout, reference, weights, currency, cuped, cap }: Asked) {
  const given = { name, holdout, reference, weights, currency: currency.toUpperCase() }
  const filled = Object.entries(given).flatMap(([key, text]) => (text.trim() === '' ? [] : [[key, text.trim()]]))
  return {
    ...(Object.fromEntries(filled) as Partial<typeof given>),
    primary,
    ...(cuped ? { cuped: 'true' as const } : {}),
    ...(cap === null ? {} : { capQuantile: cap }),
  }
}

function How({ asked, onChange }: { asked: Asked; onChange: (asked: Asked) => void }) {
  const { t } = useWords('experiments')
  const set = <K extends keyof Asked>(key: K, value: Asked[K]) => onChange({ ...asked, [key]: value })
  const text = (key: 'name' | 'holdout' | 'reference' | 'weights' | 'currency', most: number) => (
    <TextInput
      className={css.wide}
      label={t(key)}
      description={key === 'name' ? undefined : t(`${key}.hint`)}
      maxLength={most}
      value={asked[key]}
      onChange={(event) => set(key, event.currentTarget.value)}
    />
  )
  return (
    <>
      <div className={css.tools}>
        {text('name', 200)}
        <Select
          className={css.wide}
          label={t('primary')}
          value={asked.primary}
          allowDeselect={false}
          data={metrics.map((one) => ({ value: one, label: t(`primary.${one}`) }))}
          onChange={(value) => set('primary', metrics.find((one) => one === value) ?? 'conversion')}
        />
        {text('currency', 3)}
      </div>
      <div className={css.tools}>
        {text('holdout', 100)}
        {text('reference', 100)}
        {text('weights', 2000)}
      </div>
      <div className={css.tools}>
        <Select
          label={t('cap')}
          value={asked.cap ?? ''}
          allowDeselect={false}
          data={[
            { value: '', label: t('cap.none') },
            ...caps.map((one) => ({ value: one, label: t('cap.at', { share: share(Number(one), 1) }) })),
          ]}
          onChange={(value) => set('cap', value || null)}
        />
        <Checkbox
          label={t('cuped')}
          description={t('cuped.hint')}
          checked={asked.cuped}
          onChange={(event) => set('cuped', event.currentTarget.checked)}
        />
      </div>
    </>
  )
}

function Told({ told }: { told: ReplyOf<'importExperiment'> }) {
  const { t } = useWords('experiments')
  const { read, counted, dryRun, report } = told
  const nothing = counted === 0 ? t('all.wrong') : !dryRun && report === null ? t('one.arm') : null
  return (
    <>
      <p className={css.note} role="status">
        {nothing ?? t('tried.good', { counted: count(counted), read: count(read) })}
      </p>
      <WrongLines told={told} />
    </>
  )
}
