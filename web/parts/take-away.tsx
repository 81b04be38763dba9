// A report to take away: as CSV, JSON or Parquet, and as a link under which the same numbers stay for ever.
import { Anchor } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { call } from '../api/call.ts'
import { type By, downloadReport, type FileKind, fileNameFor } from '../api/download.ts'
import { Act } from '../ui/act.tsx'
import { useAnnounce } from '../ui/announce.tsx'
import { Failure } from '../ui/failure.tsx'
import { Down } from '../ui/icons.tsx'
import { useWhyNot } from './access.ts'
import css from './readout.module.css'
import type { Campaign } from './words.ts'

const kinds: { kind: FileKind; name: string }[] = [
  { kind: 'csv', name: 'CSV' },
  { kind: 'json', name: 'JSON' },
  { kind: 'parquet', name: 'Parquet' },
]

/** One button for each kind of file; `what` says of what it is, for those who only hear it. */
export function FileButtons({ what, take }: { what?: string; take: (kind: FileKind) => Promise<void> }) {
  const whyNot = useWhyNot('reports.read')
  const taking = useMutation({ mutationFn: take })
  return (
    <>
      {kinds.map(({ kind, name }) => (
        <Act
          key={kind}
          variant="default"
          size="sm"
          leftSection={<Down size={16} />}
          loading={taking.isPending && taking.variables === kind}
          onClick={() => taking.mutate(kind)}
          whyNot={whyNot}
        >
          {what === undefined ? `Download as ${name}` : `${what} as ${name}`}
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
  const whyNot = useWhyNot('reports.read')
  const announce = useAnnounce()
  const keep = useMutation({
    mutationFn: () => call('keepReport', { params: { id }, body: { by } }),
    onSuccess: () => announce('The report is kept under a link of its own.'),
  })
  return (
    <>
      <Act variant="default" size="sm" loading={keep.isPending} onClick={() => keep.mutate()} whyNot={whyNot}>
        Keep these numbers
      </Act>
      {keep.isSuccess && (
        <Anchor component={Link} to={`/console/reports/${keep.data.hash}`} style={{ alignSelf: 'center' }}>
          Permanent link to this report
        </Anchor>
      )}
      {keep.isError && <Failure error={keep.error} />}
    </>
  )
}
