// The files of a campaign's experiment: its arms and comparisons with every figure, and its recipients to work them out again.
import { downloadExperiment, downloadRecipients, fileNameFor } from '../api/download.ts'
import { useWords } from '../console/words.ts'
import { Panel } from '../ui/panel.tsx'
import { useWhyNot } from './access.ts'
import css from './readout.module.css'
import { FileButtons } from './take-away.tsx'
import type { Campaign } from './words.ts'

const tables = ['arms', 'comparisons'] as const

export function ExperimentFiles({ campaign: { id, name } }: { campaign: Pick<Campaign, 'id' | 'name'> }) {
  const { t } = useWords('reports')
  const isExact = useWhyNot('reports.exact') === null
  return (
    <Panel title={t('files')} hint={isExact ? t('files.says') : undefined}>
      <div className={css.row}>
        {tables.map((table) => (
          <FileButtons
            key={table}
            what={t(`files.${table}`)}
            kinds={['csv', 'parquet']}
            take={(kind) => downloadExperiment(id, table, fileNameFor(name, table, kind), kind)}
          />
        ))}
        {isExact && (
          <FileButtons
            what={t('files.recipients')}
            kinds={['csv']}
            take={() => downloadRecipients(id, fileNameFor(name, 'recipients'))}
          />
        )}
      </div>
    </Panel>
  )
}
