// The arms of a campaign cut by one dimension, with what is hidden and why.
import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { type Cut, downloadBreakdown, fileNameFor } from '../api/download.ts'
import { breakdown as breakdownQuery } from '../api/queries.ts'
import { Failure } from '../ui/failure.tsx'
import { count, dayInWords } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import css from './readout.module.css'
import { armName, hiddenInWords, moneyOr, share } from './readout-words.ts'
import { FileButtons } from './take-away.tsx'
import type { Campaign } from './words.ts'

const cutWords: Record<Cut, string> = {
  channel: 'Channel',
  country: 'Country',
  age: 'Age',
  newcomer: 'New or returning',
  day: 'Day of assignment',
  curve: 'Days until use',
}
const cuts = Object.keys(cutWords) as Cut[]

export function Breakdown({ campaign }: { campaign: Campaign }) {
  const [by, setBy] = useState<Cut>('channel')
  const found = useQuery(breakdownQuery(campaign.id, by))
  return (
    <Panel
      title="Who they are"
      hint="Country and age stand only for those who allowed it; everybody else is “not known”."
      beside={
        <NativeSelect
          aria-label="Cut the arms by"
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as Cut)}
          data={cuts.map((value) => ({ value, label: cutWords[value] }))}
        />
      }
    >
      {found.isError && <Failure error={found.error} onRetry={() => found.refetch()} />}
      {found.isPending && <Skeleton height={180} radius="md" />}
      {found.isSuccess && found.data.rows.length === 0 && <p className={css.soft}>Nothing to show yet.</p>}
      {found.isSuccess && found.data.rows.length > 0 && <Cells found={found.data} />}
      <div className={css.row}>
        <FileButtons
          what="Breakdown"
          take={(kind) => downloadBreakdown(campaign.id, by, fileNameFor(campaign.name, by, kind), kind)}
        />
      </div>
    </Panel>
  )
}

function Cells({ found }: { found: ReplyOf<'reportBreakdown'> }) {
  const { by, currency, hidden } = found
  return (
    <>
      <Table
        caption={`Arms by ${cutWords[by].toLowerCase()}`}
        head={[cutWords[by], 'Assigned', 'Redeemed', 'Buyers', 'Buyers in percent', 'Revenue', 'Discount']}
        rows={found.rows.map((row) => [
          `${by === 'day' ? dayInWords(row.value) : row.value}, ${armName(row.arm)}`,
          count(row.assigned),
          count(row.redeemed),
          count(row.purchasers),
          share(row.conversion),
          moneyOr(row.revenueMinor, currency),
          moneyOr(row.discountMinor, currency),
        ])}
      />
      {hidden.length > 0 && (
        <ul className={css.list} aria-label="What is hidden, and why">
          {hidden.map(({ arm, value, reason }) => (
            <li key={`${arm} ${value}`} className={css.soft}>
              {value}, {armName(arm)} is hidden: {hiddenInWords(reason)}.
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
