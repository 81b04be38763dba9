// Asks for an action on many vouchers: what it would do now, counted by the server, then a minute in which it can be undone.
import { Button, Group, Modal, NumberInput, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { BodySent } from '#shared/api.ts'
import type { VoucherActionPreview } from '#shared/contracts/voucher-desk.ts'
import { call, newIdempotencyKey } from '../../../api/call.ts'
import { Failure } from '../../../ui/failure.tsx'
import { money } from '../../../ui/format.ts'
import { useWords } from '../../words.ts'
import css from './desk.module.css'
import { actionPreview } from './queries.ts'

type Asked = BodySent<'createVoucherAction'>
export type BulkWish = Pick<Asked, 'kind' | 'which'>

const UNDO_SECONDS = 60
const MOST_DAYS = 3650

export function BulkDialog({ wish, onClose }: { wish: BulkWish; onClose: () => void }) {
  const { t } = useWords('vouchers')
  const { t: shell } = useWords('shell')
  const [days, setDays] = useState(7)
  const [reason, setReason] = useState('')
  const [key] = useState(newIdempotencyKey)
  const navigate = useNavigate()
  const client = useQueryClient()
  const asked = { ...wish, ...(wish.kind === 'extend' ? { days } : {}) }
  const [settled] = useDebouncedValue(asked, 250)
  const preview = useQuery(actionPreview(settled))
  const begin = useMutation({
    mutationFn: () =>
      call('createVoucherAction', {
        body: { ...asked, undoSeconds: UNDO_SECONDS, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
        idempotencyKey: key,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['voucher-actions'] })
      await navigate('/console/voucher-actions')
    },
  })
  return (
    <Modal opened onClose={onClose} title={t(`bulk.${wish.kind}`)} closeButtonProps={{ 'aria-label': shell('close') }}>
      <div className={css.stack}>
        {wish.kind === 'extend' && (
          <NumberInput
            label={t('days')}
            description={t('days.hint')}
            value={days}
            min={1}
            max={MOST_DAYS}
            allowDecimal={false}
            clampBehavior="strict"
            onChange={(value) => setDays(Math.max(1, Number(value) || 1))}
          />
        )}
        <TextInput
          label={t('why')}
          description={t('why.hint')}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div aria-live="polite">
          <p className={css.title}>{t('bulk.count')}</p>
          {preview.error !== null && <Failure error={preview.error} />}
          {preview.data === undefined && preview.error === null && <p className={css.note}>{t('bulk.counting')}</p>}
          {preview.data !== undefined && <Counts of={preview.data} />}
        </div>
        <p className={css.note}>{t('bulk.rule')}</p>
        {begin.error !== null && <Failure error={begin.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {shell('cancel')}
          </Button>
          <Button
            color={wish.kind === 'revoke' ? 'brick' : 'pine'}
            onClick={() => begin.mutate()}
            loading={begin.isPending}
            disabled={preview.data === undefined || preview.data.changed === 0}
          >
            {t('bulk.go')}
          </Button>
        </Group>
      </div>
    </Modal>
  )
}

function Counts({ of }: { of: VoucherActionPreview }) {
  const { t } = useWords('vouchers')
  const currency = of.currencies[0] ?? 'EUR'
  const stay = (['wrongState', 'notLater', 'noBudget', 'ended'] as const).filter((name) => of[name] > 0)
  return (
    <ul className={css.counts}>
      <li>{of.changed === 0 ? t('bulk.nothing') : t('bulk.changed', { count: of.changed })}</li>
      {stay.map((name) => (
        <li key={name}>{t(`bulk.${name}`, { count: of[name] })}</li>
      ))}
      {of.reserveMinor > 0 && <li>{t('bulk.reserve', { money: money(of.reserveMinor, currency) })}</li>}
      {of.freedMinor > 0 && <li>{t('bulk.freed', { money: money(of.freedMinor, currency) })}</li>}
    </ul>
  )
}
