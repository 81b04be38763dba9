// Vouchers that were found, a page at a time, with what can be done to several of them.

import { Anchor, Button, Checkbox } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { FoundVoucher } from '#shared/contracts/voucher-desk.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useDialog } from '../../../ui/address.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { moment, money } from '../../../ui/format.ts'
import { useListStart } from '../../../ui/list-place.ts'
import { useWords } from '../../words.ts'
import { BulkDialog, type BulkWish } from './bulk-dialog.tsx'
import css from './desk.module.css'
import { bodyOf, foundVouchers, foundVouchersKey, type Sought } from './queries.ts'
import { VoucherStateBadge } from './voucher-state.tsx'

/** A list of ids goes whole into one action. */
const MOST_CHOSEN = 1000

export function FoundVouchers({ sought }: { sought: Sought }) {
  const { t } = useWords('vouchers')
  const start = useListStart(foundVouchersKey(sought))
  const of = useInfiniteQuery(foundVouchers(sought, start.from))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useDialog(bulkDialogs)
  const wish = wishOf(open, sought, chosen)
  const rows = of.data?.pages.flatMap((page) => page.data) ?? []
  const toggle = (id: string) =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(id) && next.size < MOST_CHOSEN) next.add(id)
      return next
    })
  return (
    <>
      {rows.length > 0 && (
        <Many sought={sought} chosen={chosen} onOpen={setOpen} onClear={() => setChosen(new Set())} />
      )}
      <CursorTable
        caption={t('title')}
        of={of}
        start={start}
        rowKey={({ id }) => id}
        columns={[
          {
            head: t('head.voucher'),
            cell: (row) => <Name row={row} isChosen={chosen.has(row.id)} onToggle={toggle} />,
          },
          { head: t('head.state'), cell: ({ state }) => <VoucherStateBadge state={state} /> },
          // Within one campaign all of them are its.
          ...(sought.by === 'campaign' ? [] : [{ head: t('head.campaign'), cell: campaignOf }]),
          { head: t('head.channel'), cell: ({ channel }) => t(`channel.${channel ?? 'none'}`) },
          { head: t('head.issued'), cell: ({ issuedAt }) => moment(issuedAt) },
          { head: t('head.ends'), cell: (row) => <Ends row={row} /> },
        ]}
        empty={
          of.hasNextPage ? (
            <Empty
              title={t('further.text')}
              action={
                <Button onClick={() => void of.fetchNextPage()} loading={of.isFetchingNextPage}>
                  {t('go')}
                </Button>
              }
            >
              {null}
            </Empty>
          ) : (
            <Empty title={t('none.title')}>
              <p>{t('none.text')}</p>
            </Empty>
          )
        }
      />
      {wish !== null && <BulkDialog wish={wish} onClose={() => setOpen(null)} />}
    </>
  )
}

const bulkDialogs = ['extend', 'revoke', 'extendAll', 'revokeAll'] as const
type BulkDialogName = (typeof bulkDialogs)[number]

/** What was chosen is not in the address: a dialog about it ends with it, and never becomes one about all of them. */
function wishOf(open: BulkDialogName | null, sought: Sought, chosen: ReadonlySet<string>): BulkWish | null {
  if (open === null) return null
  const kind = open.startsWith('extend') ? 'extend' : 'revoke'
  if (!open.endsWith('All')) return chosen.size === 0 ? null : { kind, which: { ids: [...chosen] } }
  if (sought.by !== 'campaign') return null
  return { kind, which: { filter: bodyOf(sought) as { campaignId: string } } }
}

interface ManyProps {
  sought: Sought
  chosen: ReadonlySet<string>
  onOpen: (dialog: BulkDialogName) => void
  onClear: () => void
}

function Many({ sought, chosen, onOpen, onClear }: ManyProps) {
  const { t } = useWords('vouchers')
  const whyNot = useWhyNot('vouchers.write')
  if (chosen.size === 0 && sought.by !== 'campaign') return null
  const suffix = chosen.size > 0 ? ('' as const) : ('All' as const)
  return (
    <div className={css.bar}>
      {chosen.size > 0 && (
        <>
          <span aria-live="polite">{t('chosen', { count: chosen.size })}</span>
          <Button variant="subtle" size="xs" onClick={onClear}>
            {t('unchoose')}
          </Button>
        </>
      )}
      <Act size="xs" variant="default" whyNot={whyNot} onClick={() => onOpen(`extend${suffix}`)}>
        {t(`many.extend${suffix}`)}
      </Act>
      <Act size="xs" variant="default" whyNot={whyNot} onClick={() => onOpen(`revoke${suffix}`)}>
        {t(`many.revoke${suffix}`)}
      </Act>
    </div>
  )
}

function Name({ row, isChosen, onToggle }: { row: FoundVoucher; isChosen: boolean; onToggle: (id: string) => void }) {
  const { t } = useWords('vouchers')
  return (
    <span className={css.named}>
      <Checkbox
        size="sm"
        aria-label={t('select', { id: row.id.slice(-6) })}
        checked={isChosen}
        onChange={() => onToggle(row.id)}
      />
      <Anchor component={Link} to={`/console/vouchers/${row.id}`} className={css.id}>
        …{row.id.slice(-8)}
      </Anchor>
    </span>
  )
}

const campaignOf = (row: FoundVoucher) => (
  <Anchor component={Link} to={`/console/campaigns/${row.campaignId}`} className={css.name}>
    <bdi>{row.campaignName}</bdi>
  </Anchor>
)

const Ends = ({ row }: { row: FoundVoucher }) => (
  <>
    {moment(row.expiresAt)}
    {row.balanceMinor !== null && <div className={css.note}>{money(row.balanceMinor, row.currency)}</div>}
  </>
)
