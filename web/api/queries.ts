// What the pages ask for, by name: one place for keys, so that a change knows what to refresh.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { BodySent } from '#shared/api.ts'
import type { CampaignState } from '#shared/kinds.ts'
import { byCursor } from './by-cursor.ts'
import { call } from './call.ts'
import type { Cut } from './download.ts'

export const whoAmI = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call('whoAmI', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export interface CampaignsWanted {
  state?: CampaignState
  q?: string
  archived?: 'true' | 'false'
}
export const campaignsKey = (wanted: CampaignsWanted) => ['campaigns', wanted]
export const campaigns = (wanted: CampaignsWanted = {}, from: string | null = null) =>
  byCursor(
    campaignsKey(wanted),
    (page, signal) => call('listCampaigns', { query: { ...page, ...wanted }, signal }),
    25,
    from,
  )

export const campaign = (id: string) =>
  queryOptions({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => call('getCampaign', { params: { id }, signal }),
  })

export const report = (id: string, by: 'day' | 'variant' | 'channel') =>
  queryOptions({
    queryKey: ['report', id, by],
    queryFn: ({ signal }) => call('campaignReport', { params: { id }, query: { by }, signal }),
    placeholderData: keepPreviousData,
  })

export const breakdown = (id: string, by: Cut) =>
  queryOptions({
    queryKey: ['breakdown', id, by],
    queryFn: ({ signal }) => call('reportBreakdown', { params: { id }, query: { by }, signal }),
    placeholderData: keepPreviousData,
  })

export const comparedCampaigns = infiniteQueryOptions({
  queryKey: ['compared'],
  queryFn: ({ signal, pageParam }) =>
    call('compareCampaigns', { query: { limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
})

export const keptReport = (hash: string) =>
  queryOptions({
    queryKey: ['kept', hash],
    queryFn: ({ signal }) => call('keptReport', { params: { hash }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const purposes = queryOptions({
  queryKey: ['purposes'],
  queryFn: ({ signal }) => call('listPurposes', { query: { limit: 200 }, signal }),
})

export const notices = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => call('listNotices', { query: { limit: 200 }, signal }),
})

/** What a text costs as a text message: counted by the server, as it will be paid for. */
export const smsLength = (text: string) =>
  queryOptions({
    queryKey: ['sms-length', text],
    queryFn: ({ signal }) => call('measureSms', { body: { text }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** A message as it stands while it is written. */
export const drawnMessage = (asked: BodySent<'drawMessage'>) =>
  queryOptions({
    queryKey: ['drawn-message', asked],
    queryFn: ({ signal }) => call('drawMessage', { body: asked, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

/** All that is to know of a draft while it is written. */
export const check = (asked: BodySent<'checkCampaign'>) =>
  queryOptions({
    queryKey: ['check', asked],
    queryFn: ({ signal }) => call('checkCampaign', { body: asked, signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const approval = (id: string) =>
  queryOptions({
    queryKey: ['approval', id],
    queryFn: ({ signal }) => call('getApproval', { params: { id }, signal }),
  })

export const approvals = queryOptions({
  queryKey: ['approvals'],
  queryFn: ({ signal }) => call('listApprovals', { query: { limit: 20 }, signal }),
})

export const approvalRules = queryOptions({
  queryKey: ['approval-rules'],
  queryFn: ({ signal }) => call('getApprovalRules', { signal }),
})

export const ruleFields = queryOptions({
  queryKey: ['rule-fields'],
  queryFn: ({ signal }) => call('ruleFields', { signal }),
  staleTime: 60_000,
})
