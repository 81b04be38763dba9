// What can be done with one voucher: a later end, a new code, its end. Each says before what will happen.
import { Button, Checkbox, Group, Modal, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Voucher } from '#shared/contracts/vouchers.ts'
import { call, newIdempotencyKey } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useDialog } from '../../../ui/address.ts'
import { Failure } from '../../../ui/failure.tsx'
import { useWords } from '../../words.ts'
import css from './desk.module.css'

const kinds = ['extend', 'reissue', 'revoke'] as const
type Kind = (typeof kinds)[number]

export function VoucherActs({ voucher }: { voucher: Voucher }) {
  const { t } = useWords('vouchers')
  const [kind, setKind] = useDialog(kinds)
  const mayNot = useWhyNot('vouchers.write')
  const { state } = voucher
  const isUsed = state === 'redeemed' ? t('over.used') : state === 'revoked' ? t('over.revoked') : null
  const isOver = isUsed ?? (state === 'expired' ? t('over.expired') : null)
  const button = (one: Kind, why: string | null) => (
    <Act
      key={one}
      variant={one === 'extend' ? 'filled' : 'default'}
      whyNot={mayNot ?? why}
      onClick={() => setKind(one)}
    >
      {t(`act.${one}`)}
    </Act>
  )
  return (
    <>
      {button('extend', isUsed)}
      {button('reissue', isOver)}
      {button('revoke', isOver)}
      {kind !== null && <Dialog key={kind} kind={kind} voucher={voucher} onClose={() => setKind(null)} />}
    </>
  )
}

function Dialog({ kind, voucher, onClose }: { kind: Kind; voucher: Voucher; onClose: () => void }) {
  const { t } = useWords('vouchers')
  const { t: shell } = useWords('shell')
  const navigate = useNavigate()
  const client = useQueryClient()
  const [days, setDays] = useState(7)
  const [reason, setReason] = useState('')
  const [send, setSend] = useState(true)
  const [key] = useState(newIdempotencyKey)
  const act = useMutation({
    mutationFn: () => {
      const asked = { params: { id: voucher.id }, idempotencyKey: key }
      const why = reason.trim() === '' ? {} : { reason: reason.trim() }
      if (kind === 'extend') return call('extendVoucher', { ...asked, body: { days, ...why } })
      if (kind === 'reissue') return call('reissueVoucher', { ...asked, body: { send, ...why } })
      return call('revokeVoucher', { ...asked, body: why })
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['voucher'] })
      await client.invalidateQueries({ queryKey: ['vouchers'] })
      onClose()
      await navigate(`/console/vouchers/${id}`, { state: { done: kind }, replace: id === voucher.id })
    },
  })
  return (
    <Modal opened onClose={onClose} title={t(`act.${kind}`)} closeButtonProps={{ 'aria-label': shell('close') }}>
      <div className={css.stack}>
        <p className={css.note}>{t(`act.${kind}.text`)}</p>
        {kind === 'extend' && (
          <NumberInput
            label={t('days')}
            description={t('days.hint')}
            value={days}
            min={1}
            max={3650}
            allowDecimal={false}
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
        {kind === 'reissue' && (
          <Checkbox
            label={t('act.reissue.send')}
            checked={send}
            onChange={(event) => setSend(event.currentTarget.checked)}
          />
        )}
        {act.error !== null && <Failure error={act.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {shell('cancel')}
          </Button>
          <Button color={kind === 'extend' ? 'pine' : 'brick'} onClick={() => act.mutate()} loading={act.isPending}>
            {t(`act.${kind}`)}
          </Button>
        </Group>
      </div>
    </Modal>
  )
}
