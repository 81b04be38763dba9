// How the bodies of a generic webhook are read: mappings as they are stored, tried on a pasted sample before they count.
import { Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { BodySent, ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'

type Asked = BodySent<'testMappings'>['mappings']

const example = JSON.stringify(
  [
    {
      makes: 'customer',
      each: '$.contacts[*]',
      fields: { reference: '$.id', email: '$.mail', givenName: '$.first' },
    },
  ],
  null,
  2,
)
const exampleSample = JSON.stringify({ contacts: [{ id: 'c-1', mail: 'ada@example.com', first: 'Ada' }] }, null, 2)

export function Mappings({ connector: { id, mappings } }: { connector: ReplyOf<'getConnector'> }) {
  const { t } = useWords('delivery')
  const queries = useQueryClient()
  const whyNot = useWhyNot('connectors.write')
  const [written, setWritten] = useState(mappings.length === 0 ? example : JSON.stringify(mappings, null, 2))
  const [sample, setSample] = useState(exampleSample)
  const [read, pasted] = [parsed(written), parsed(sample)]
  const trial = useMutation({
    mutationFn: () => call('testMappings', { body: { mappings: read as Asked, sample: pasted } }),
  })
  const keep = useMutation({
    mutationFn: () => call('putMappings', { params: { id }, body: { mappings: read as Asked } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['connector', id] }),
  })
  const unread = read === undefined || pasted === undefined ? t('mapping.noJson') : null
  return (
    <Panel title={t('mapping.title')} hint={t('mapping.hint')}>
      <div className={css.stack}>
        <Json label={t('mapping.mappings')} value={written} onChange={setWritten} isRead={read !== undefined} />
        <Json label={t('mapping.sample')} value={sample} onChange={setSample} isRead={pasted !== undefined} />
        <div className={css.tools}>
          <Act variant="default" whyNot={whyNot ?? unread} onClick={() => trial.mutate()} loading={trial.isPending}>
            {t('mapping.try')}
          </Act>
          <Act whyNot={whyNot ?? unread} onClick={() => keep.mutate()} loading={keep.isPending}>
            {t('mapping.keep')}
          </Act>
        </div>
        {trial.error !== null && <Failure error={trial.error} />}
        {keep.error !== null && <Failure error={keep.error} />}
        <div role="status">
          {keep.isSuccess && <p className={css.note}>{t('mapping.kept')}</p>}
          {trial.data !== undefined && <Would tested={trial.data} />}
        </div>
      </div>
    </Panel>
  )
}

interface JsonProps {
  label: string
  value: string
  onChange: (value: string) => void
  isRead: boolean
}

function Json({ label, value, onChange, isRead }: JsonProps) {
  const { t } = useWords('delivery')
  return (
    <Textarea
      label={label}
      value={value}
      autosize
      minRows={6}
      maxRows={18}
      spellCheck={false}
      error={isRead ? null : t('mapping.noJson')}
      styles={{ input: { direction: 'ltr', fontFamily: 'ui-monospace, monospace' } }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function Would({ tested: { would, problems } }: { tested: ReplyOf<'testMappings'> }) {
  const { t } = useWords('delivery')
  return (
    <div className={css.stack}>
      <p className={css.title}>{t('mapping.would', { count: would.length })}</p>
      <pre className={css.mono} dir="ltr">
        {would.map(({ makes, value }) => `${makes} ${JSON.stringify(value, null, 2)}`).join('\n')}
      </pre>
      {problems.length > 0 && (
        <ul>
          {problems.map(({ record, path, message }) => (
            <li key={`${record} ${path} ${message}`}>
              <bdi>{path}</bdi> <bdi>{message}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
