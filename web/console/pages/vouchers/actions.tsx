// Actions on many vouchers: what waits and can be undone, what is under way, and what came of the others.
import { Button, Progress } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { VoucherAction } from '#shared/contracts/voucher-desk.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { Answer } from '../../../ui/answer.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import css from './desk.module.css'
import { voucherActions } from './queries.ts'

const LOOK_AGAIN_MS = 2_000
const isOpen = ({ state }: VoucherAction) => state === 'waiting' || state === 'working'

export function VoucherActions() {
  const { t } = useWords('vouchers')
  const { t: shell } = useWords('shell')
  const list = useInfiniteQuery({
    ...voucherActions,
    // Only while something moves.
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.data.some(isOpen)) ? LOOK_AGAIN_MS : false),
  })
  return (
    <Page title={t('actions.title')} lead={t('actions.lead')} crumbs={[{ to: '/console/vouchers', label: t('title') }]}>
      <Answer of={list}>
        {({ pages }) => {
          const actions = pages.flatMap((page) => page.data)
          if (actions.length === 0) return <NoActions />
          return (
            <ul className={css.cards}>
              {actions.map((action) => (
                <li key={action.id} className={css.card}>
                  <About action={action} />
                  {action.state === 'waiting' && <Undo id={action.id} />}
                </li>
              ))}
            </ul>
          )
        }}
      </Answer>
      {list.hasNextPage && (
        <Button variant="default" mt="md" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {shell('more')}
        </Button>
      )}
    </Page>
  )
}

function NoActions() {
  const { t } = useWords('vouchers')
  return (
    <Empty
      title={t('actions.empty.title')}
      action={
        <Button component={Link} to="/console/vouchers">
          {t('title')}
        </Button>
      }
    >
      <p>{t('actions.empty.text')}</p>
    </Empty>
  )
}

const tones = { waiting: 'warn', working: 'warn', done: 'good', dropped: 'plain' } as const

function About({ action }: { action: VoucherAction }) {
  const { t } = useWords('vouchers')
  const { kind, state, foreseen, actor, actorName, reason } = action
  const stay = (['wrongState', 'notLater', 'noBudget', 'ended'] as const).filter((name) => action[name] > 0)
  return (
    <div>
      <h2 className={css.title}>{t(`actions.${kind}`, { count: foreseen })}</h2>
      <p className={css.note}>
        <span className={css.badge} data-tone={tones[state]}>
          {state === 'waiting' ? t('actions.waiting', { when: moment(action.beginsAt) }) : t(`actions.${state}`)}
        </span>
      </p>
      {state === 'working' && (
        <Progress
          mt="xs"
          aria-label={t('actions.progress')}
          value={foreseen === 0 ? 100 : Math.min(100, (action.matched / foreseen) * 100)}
        />
      )}
      {(state === 'working' || state === 'done') && (
        <ul className={css.counts}>
          <li>{t('actions.changed', { count: action.changed })}</li>
          {stay.map((name) => (
            <li key={name}>{t(`bulk.${name}`, { count: action[name] })}</li>
          ))}
        </ul>
      )}
      <p className={css.note}>
        {t('actions.asked', { when: moment(action.askedAt), actor: actorName ?? actor })}
        {reason !== null && (
          <span className={css.name}>
            <bdi>{reason}</bdi>
          </span>
        )}
      </p>
    </div>
  )
}

function Undo({ id }: { id: string }) {
  const { t } = useWords('vouchers')
  const client = useQueryClient()
  const whyNot = useWhyNot('vouchers.write')
  const undo = useMutation({
    mutationFn: () => call('undoVoucherAction', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['voucher-actions'] }),
  })
  return (
    <div>
      {undo.error !== null && <Failure error={undo.error} />}
      <Act variant="default" whyNot={whyNot} loading={undo.isPending} onClick={() => undo.mutate()}>
        {t('actions.undo')}
      </Act>
    </div>
  )
}
