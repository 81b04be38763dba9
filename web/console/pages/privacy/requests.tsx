// What people ask of the house about their data, each with its day: answered here, or given two months more with reasons.
import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useDialogAbout } from '../../../ui/address.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { Moment } from './cells.tsx'

type Request = ReplyOf<'getRequest'>
type Doing = 'done' | 'refused' | 'extend' | 'pause' | 'resume'
const states = ['open', 'overdue', 'closed'] as const

export function Requests() {
  const { t } = useWords('privacy')
  const [address, setAddress] = useSearchParams()
  const state = states.find((one) => one === address.get('state'))
  const whyNot = useWhyNot('requests.write')
  const list = useInfiniteQuery(
    byCursor(['requests', state], (page, signal) =>
      call('listRequests', { query: { ...page, ...(state ? { state } : {}) }, signal }),
    ),
  )
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  const [open, setOpen, close] = useDialogAbout(['answer'], rows)
  return (
    <Page title={t('requests.title')} lead={t('requests.lead')}>
      <div className={css.tools}>
        <Select
          label={t('state')}
          value={state ?? ''}
          allowDeselect={false}
          data={[{ value: '', label: t('any') }, ...states.map((one) => ({ value: one, label: t(`only.${one}`) }))]}
          onChange={(value) => setAddress(value ? { state: value } : {}, { replace: true })}
        />
      </div>
      <CursorTable
        caption={t('requests.title')}
        of={list}
        rowKey={({ id }) => id}
        empty={
          <Empty title={t('requests.none')}>
            <p>{t('requests.teach')}</p>
          </Empty>
        }
        columns={[
          { head: t('kind'), cell: ({ kind }) => t(`request.${kind}`) },
          { head: t('who'), cell: ({ customerReference }) => <bdi>{customerReference ?? t('gone')}</bdi> },
          {
            head: t('state'),
            cell: (one) => (
              <span className={css.badge} data-tone={toneOf[one.state]}>
                {t(`request.${one.state}`)}
              </span>
            ),
          },
          { head: t('received'), cell: ({ receivedAt }) => <Moment at={receivedAt} /> },
          { head: t('due'), cell: ({ dueAt, closedAt }) => (closedAt === null ? <Moment at={dueAt} /> : '') },
          { head: t('answer'), cell: ({ answer, extendedReason }) => <bdi>{answer ?? extendedReason ?? ''}</bdi> },
          {
            head: t('act'),
            cell: (one) => (
              <Act
                size="xs"
                variant="default"
                whyNot={one.closedAt === null ? whyNot : t('requests.closed')}
                onClick={() => setOpen('answer', one)}
              >
                {t('requests.answer')}
              </Act>
            ),
          },
        ]}
      />
      {open !== null && <Answering request={open.row} onClose={close} />}
    </Page>
  )
}

const toneOf = {
  open: 'plain',
  paused: 'warn',
  extended: 'warn',
  overdue: 'bad',
  done: 'good',
  refused: 'plain',
} as const

function Answering({ request, onClose }: { request: Request; onClose: () => void }) {
  const { t } = useWords('privacy')
  const queries = useQueryClient()
  const [doing, setDoing] = useState<Doing>('done')
  const [text, setText] = useState('')
  const send = useMutation({
    mutationFn: () => {
      const params = { id: request.id }
      if (doing === 'extend') return call('extendRequest', { params, body: { reason: text } })
      if (doing === 'pause') return call('pauseRequest', { params, body: { text } })
      if (doing === 'resume') return call('resumeRequest', { params })
      return call('answerRequest', { params, body: { outcome: doing, text } })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['requests'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  const { state, laws } = request
  const mayPause = (state === 'open' || state === 'extended') && laws.every((law) => law === 'uk')
  const doings: Doing[] = [
    ...(['done', 'refused'] as const),
    ...(state === 'open' ? (['extend'] as const) : []),
    ...(mayPause ? (['pause'] as const) : []),
    ...(state === 'paused' ? (['resume'] as const) : []),
  ]
  return (
    <Modal opened onClose={onClose} title={t('requests.answer')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={submit}>
        <Stack>
          <p className={css.note}>{t('requests.dueBy', { day: moment(request.dueAt) })}</p>
          {request.confirmBy !== null && (
            <p className={css.note}>{t('requests.confirmBy', { day: moment(request.confirmBy) })}</p>
          )}
          <Select
            label={t('answer.how')}
            value={doing}
            allowDeselect={false}
            data={doings.map((one) => ({ value: one, label: t(`answer.${one}`) }))}
            onChange={(value) => setDoing((value as Doing | null) ?? 'done')}
          />
          {doing === 'resume' ? (
            <p className={css.note}>{t('answer.resume.hint')}</p>
          ) : (
            <Textarea
              label={t('answer.text')}
              description={t(`answer.${doing}.hint`)}
              autosize
              minRows={4}
              maxLength={2000}
              required
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {send.error !== null && <Failure error={send.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={send.isPending}>
              {t('answer.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
