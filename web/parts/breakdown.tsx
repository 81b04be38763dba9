// The arms of a campaign cut by one dimension, with what is hidden and why.
import { NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReplyOf } from '#shared/api.ts'
import { type Cut, downloadBreakdown, fileNameFor } from '../api/download.ts'
import { breakdown as breakdownQuery } from '../api/queries.ts'
import { useWords } from '../console/words.ts'
import { useChoice } from '../ui/address.ts'
import { Failure } from '../ui/failure.tsx'
import { count, dayInWords } from '../ui/format.ts'
import { readerLocale } from '../ui/language.ts'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import css from './readout.module.css'
import { armName, hiddenInWords, moneyOr, share } from './readout-words.ts'
import { FileButtons } from './take-away.tsx'
import type { Campaign } from './words.ts'

const cuts: [Cut, ...Cut[]] = ['channel', 'country', 'age', 'newcomer', 'day', 'curve']

export function Breakdown({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('reports')
  const [by, setBy] = useChoice('cut', cuts)
  const found = useQuery(breakdownQuery(campaign.id, by))
  return (
    <Panel
      title={t('who')}
      hint={t('who.hint')}
      beside={
        <NativeSelect
          aria-label={t('cutBy')}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as Cut)}
          data={cuts.map((value) => ({ value, label: t(`cut.${value}`) }))}
        />
      }
    >
      {found.isError && <Failure error={found.error} onRetry={() => found.refetch()} />}
      {found.isPending && <Skeleton height={180} radius="md" />}
      {found.isSuccess && found.data.rows.length === 0 && <p className={css.soft}>{t('nothing')}</p>}
      {found.isSuccess && found.data.rows.length > 0 && <Cells found={found.data} />}
      <div className={css.row}>
        <FileButtons
          what={t('breakdown')}
          take={(kind) => downloadBreakdown(campaign.id, by, fileNameFor(campaign.name, by, kind), kind)}
        />
      </div>
    </Panel>
  )
}

function Cells({ found }: { found: ReplyOf<'reportBreakdown'> }) {
  const { t } = useWords('reports')
  const { by, currency, hidden } = found
  const cut = t(`cut.${by}`)
  const name = (value: string) => {
    if (value === 'not known') return t('notKnown')
    return by === 'day' ? dayInWords(value) : value
  }
  return (
    <>
      <Table
        caption={t('armsBy', { cut: cut.toLocaleLowerCase(readerLocale()) })}
        head={[cut, t('assigned'), t('redeemed'), t('buyers'), t('buyersShare'), t('revenue'), t('discount')]}
        rows={found.rows.map((row) => [
          `${name(row.value)}, ${armName(row.arm)}`,
          count(row.assigned),
          count(row.redeemed),
          count(row.purchasers),
          share(row.conversion),
          moneyOr(row.revenueMinor, currency),
          moneyOr(row.discountMinor, currency),
        ])}
      />
      {hidden.length > 0 && (
        <ul className={css.list} aria-label={t('hiddenList')}>
          {hidden.map(({ arm, value, reason }) => (
            <li key={`${arm} ${value}`} className={css.soft}>
              {t('hiddenOne', { value: name(value), arm: armName(arm), why: hiddenInWords(reason) })}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
