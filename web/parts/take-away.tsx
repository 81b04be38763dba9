// A report to take away: as CSV, JSON or Parquet, and as a link under which the same numbers stay for ever.
import { Anchor } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { call } from '../api/call.ts'
import { type By, downloadReport, type FileKind, fileNameFor } from '../api/download.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { useAnnounce } from '../ui/announce.tsx'
import { Failure } from '../ui/failure.tsx'
import { Down } from '../ui/icons.tsx'
import { useWhyNot } from './access.ts'
import css from './readout.module.css'
import type { Campaign } from './words.ts'

const nameOf: Record<FileKind, string> = { csv: 'CSV', json: 'JSON', parquet: 'Parquet' }

interface FileButtonsProps {
  what?: string
  kinds?: readonly FileKind[]
  take: (kind: FileKind) => Promise<void>
}

/** One button for each kind of file; `what` says of what it is, for those who only hear it. */
export function FileButtons({ what, kinds = ['csv', 'json', 'parquet'], take }: FileButtonsProps) {
  const { t } = useWords('campaigns')
  const whyNot = useWhyNot('reports.read')
  const taking = useMutation({ mutationFn: take })
  return (
    <>
      {kinds.map((kind) => (
        <Act
          key={kind}
          variant="default"
          size="sm"
          leftSection={<Down size={16} />}
          loading={taking.isPending && taking.variables === kind}
          onClick={() => taking.mutate(kind)}
          whyNot={whyNot}
        >
          {what === undefined ? t('take.as', { kind: nameOf[kind] }) : t('take.whatAs', { what, kind: nameOf[kind] })}
        </Act>
      ))}
      {taking.isError && <Failure error={taking.error} />}
    </>
  )
}

export function TakeAway({ campaign: { id, name }, by }: { campaign: Pick<Campaign, 'id' | 'name'>; by: By }) {
  return (
    <div className={css.row}>
      <FileButtons take={(kind) => downloadReport(id, by, fileNameFor(name, by, kind), kind)} />
      <Keep id={id} by={by} />
    </div>
  )
}

function Keep({ id, by }: { id: string; by: By }) {
  const { t } = useWords('campaigns')
  const whyNot = useWhyNot('reports.read')
  const announce = useAnnounce()
  const keep = useMutation({
    mutationFn: () => call('keepReport', { params: { id }, body: { by } }),
    onSuccess: () => announce(t('take.kept')),
  })
  return (
    <>
      <Act variant="default" size="sm" loading={keep.isPending} onClick={() => keep.mutate()} whyNot={whyNot}>
        {t('take.keep')}
      </Act>
      {keep.isSuccess && (
        <Anchor component={Link} to={`/console/reports/${keep.data.hash}`} style={{ alignSelf: 'center' }}>
          {t('take.link')}
        </Anchor>
      )}
      {keep.isError && <Failure error={keep.error} />}
    </>
  )
}
