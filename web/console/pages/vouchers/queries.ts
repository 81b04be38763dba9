// What the pages of vouchers ask for, by name.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { BodySent } from '#shared/api.ts'
import type { VoucherState } from '#shared/kinds.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'

export type Sought =
  | { by: 'code'; code: string }
  | { by: 'order'; orderReference: string }
  | { by: 'customer'; customerReference: string; reason: string }
  | { by: 'campaign'; campaignId: string; state: VoucherState | null }

export function bodyOf(sought: Sought): BodySent<'searchVouchers'> {
  if (sought.by === 'code') return { code: sought.code }
  if (sought.by === 'order') return { orderReference: sought.orderReference }
  if (sought.by === 'customer') return { customerReference: sought.customerReference }
  return { campaignId: sought.campaignId, ...(sought.state === null ? {} : { states: [sought.state] }) }
}

export const foundVouchersKey = (sought: Sought) => ['vouchers', sought]
export const foundVouchers = (sought: Sought, from: string | null = null) =>
  byCursor(
    foundVouchersKey(sought),
    (page, signal) =>
      call('searchVouchers', {
        body: { ...bodyOf(sought), ...page },
        signal,
        ...(sought.by === 'customer' ? { reason: sought.reason } : {}),
      }),
    50,
    from,
  )

export const voucher = (id: string) =>
  queryOptions({
    queryKey: ['voucher', id],
    queryFn: ({ signal }) => call('getVoucher', { params: { id }, signal }),
  })

export const story = (id: string) =>
  queryOptions({
    queryKey: ['voucher', id, 'story'],
    queryFn: ({ signal }) => call('voucherStory', { params: { id }, signal }),
  })

export const actionPreview = (asked: BodySent<'previewVoucherAction'>) =>
  queryOptions({
    queryKey: ['voucher-action-preview', asked],
    queryFn: ({ signal }) => call('previewVoucherAction', { body: asked, signal }),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  })

export const voucherActions = byCursor(
  ['voucher-actions'],
  (page, signal) => call('listVoucherActions', { query: page, signal }),
  20,
)
