// A second pair of eyes on money: asked for, given or refused, and never by whoever made the campaign.
import { Group, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call, newIdempotencyKey } from '../api/call.ts'
import { approval as approvalQuery } from '../api/queries.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { Failure } from '../ui/failure.tsx'
import { moment, money } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { useWhyNot } from './access.ts'

type State = ReplyOf<'getApproval'>

/** Nothing where no second person is needed. */
export function Approval({ id }: { id: string }) {
  const { t } = useWords('campaigns')
  const found = useQuery(approvalQuery(id))
  const state = found.data
  if (state === undefined || (!state.isNeeded && state.state !== 'asked')) return null
  const limit = money(state.aboveMinor ?? 0, state.currency ?? '')
  return (
    <Panel
      title={t('approval.title')}
      hint={state.aboveMinor === 0 ? t('approval.needed0') : t('approval.needed', { limit })}
    >
      <p aria-live="polite" style={{ margin: 0 }}>
        {toldOf(state, t)}
      </p>
      {state.latest?.askedNote && state.state === 'asked' && (
        <blockquote style={{ margin: '0.5rem 0' }}>
          <bdi>{state.latest.askedNote}</bdi>
        </blockquote>
      )}
      {state.state === 'asked' ? <Decide id={id} state={state} /> : state.state !== 'approved' && <Ask id={id} />}
    </Panel>
  )
}

function toldOf({ state, latest }: State, t: ReturnType<typeof useWords<'campaigns'>>['t']): string {
  if (latest === null || state === 'none') return ''
  if (state === 'asked') return t('approval.asked', { at: moment(latest.askedAt) })
  const at = moment(latest.decidedAt ?? latest.askedAt)
  if (state === 'refused') return `${t('approval.refused', { at })} ${latest.decidedNote ?? ''}`
  return t('approval.approved', { at, limit: money(latest.limitMinor, latest.currency) })
}

function useAfter(id: string) {
  const client = useQueryClient()
  return async () => {
    const keys = [['approval', id], ['approvals'], ['check']]
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
  }
}

function Ask({ id }: { id: string }) {
  const { t } = useWords('campaigns')
  const whyNot = useWhyNot('campaigns.write')
  const [note, setNote] = useState('')
  const onSuccess = useAfter(id)
  const ask = useMutation({
    mutationFn: () => call('askApproval', { params: { id }, body: note === '' ? {} : { note } }),
    onSuccess,
  })
  return (
    <>
      <Note value={note} onChange={setNote} />
      <Act size="sm" onClick={() => ask.mutate()} loading={ask.isPending} whyNot={whyNot}>
        {t('approval.ask')}
      </Act>
      {ask.isError && <Failure error={ask.error} />}
    </>
  )
}

function Decide({ id, state }: { id: string; state: State }) {
  const { t } = useWords('campaigns')
  const forbidden = useWhyNot('campaigns.write')
  const whyNot = forbidden ?? (state.isMaker ? t('approval.own') : null)
  const [note, setNote] = useState('')
  const [idempotencyKey] = useState(newIdempotencyKey)
  const onSuccess = useAfter(id)
  const decide = useMutation({
    mutationFn: (decision: 'approved' | 'refused') =>
      call('decideApproval', {
        params: { id },
        body: note === '' ? { decision } : { decision, note },
        idempotencyKey: `${idempotencyKey}${decision}`,
      }),
    onSuccess,
  })
  const limit = state.latest === null ? '' : money(state.latest.limitMinor, state.latest.currency)
  return (
    <>
      {whyNot === null && <Note value={note} onChange={setNote} />}
      <Group gap="sm" mt="xs">
        <Act size="sm" onClick={() => decide.mutate('approved')} loading={decide.isPending} whyNot={whyNot}>
          {t('approval.approve', { limit })}
        </Act>
        <Act
          size="sm"
          variant="default"
          onClick={() => decide.mutate('refused')}
          loading={decide.isPending}
          whyNot={whyNot}
        >
          {t('approval.refuse')}
        </Act>
      </Group>
      {whyNot !== null && <p>{whyNot}</p>}
      {decide.isError && <Failure error={decide.error} />}
    </>
  )
}

function Note({ value, onChange }: { value: string; onChange: (note: string) => void }) {
  const { t } = useWords('campaigns')
  return (
    <Textarea
      label={t('approval.note')}
      my="xs"
      autosize
      minRows={2}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
