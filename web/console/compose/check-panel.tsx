// What comes of it, while one writes: whom it reaches, what it needs, what it may cost, and all that still stands in the way.
import { Button, Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BodySent, ReplyOf } from '#shared/api.ts'
import { call } from '../../api/call.ts'
import { check as checkQuery } from '../../api/queries.ts'
import { useWhyNot } from '../../parts/access.ts'
import { Needs } from '../../parts/needs.tsx'
import { Reach } from '../../parts/reach.tsx'
import { placeOf, reasonToTell, WayOut, warningToTell } from '../../parts/reasons.tsx'
import { Failure } from '../../ui/failure.tsx'
import { count, dayShort, figure, money, percent } from '../../ui/format.ts'
import { useWords } from '../words.ts'
import css from './check-panel.module.css'
import { bodyOf, type Draft } from './draft.ts'
import { ExtendNotice } from './extend-notice.tsx'

type Checked = ReplyOf<'checkCampaign'>
const PAUSE_MS = 350

/** What the panel holds with a usual campaign, in pixels: what stands below it is not moved when the answer comes. */
const WAITS = { reach: 316, cost: 245 }

/** Asked again when the writing rests; an equal question is not asked twice. `isCurrent`: it is of the draft as it is now. */
export function useCheck(draft: Draft, id: string | null) {
  const terms = bodyOf(draft) as Record<string, unknown>
  const asked: BodySent<'checkCampaign'> = id === null ? { terms } : { terms, campaignId: id }
  const now = JSON.stringify(asked)
  const [settled] = useDebouncedValue(now, PAUSE_MS)
  const checked = useQuery(checkQuery(JSON.parse(settled) as BodySent<'checkCampaign'>))
  return { checked, isCurrent: now === settled && !checked.isPending && !checked.isPlaceholderData }
}

interface PanelProps {
  draft: Draft
  of: ReturnType<typeof useCheck>
  onGo: (path: string) => void
}

export function CheckPanel({ draft, of: { checked, isCurrent }, onGo }: PanelProps) {
  const { t } = useWords('compose')
  const whyNot = useWhyNot('reports.exact')
  // The page chooses a purpose by itself: what is said of the draft before that would be gone in a moment.
  const [isFirst, setFirst] = useState(true)
  const isWaiting = isFirst && !isCurrent && !checked.isError
  if (isFirst && !isWaiting) setFirst(false)
  if (isWaiting) {
    return (
      <>
        <Reach preview={undefined} isCounting whyNot={whyNot}>
          <Skeleton height={WAITS.reach} radius="lg" />
        </Reach>
        <Skeleton height={WAITS.cost} radius="lg" />
        <Calendar draft={draft} />
      </>
    )
  }
  return (
    <>
      <Reach preview={checked.data?.reach} isCounting={checked.isFetching} whyNot={whyNot}>
        {checked.isError && <Failure error={checked.error} onRetry={() => checked.refetch()} />}
        {checked.data && (
          <>
            <h3 className={css.subtitle}>{t('check.needs')}</h3>
            <Needs needs={checked.data.needs} />
            <ExtendNotice missing={checked.data.needs.filter((need) => !need.isAsked)} />
          </>
        )}
      </Reach>
      {checked.data && <Cost checked={checked.data} />}
      <Calendar draft={draft} />
      {checked.data && <InTheWay checked={checked.data} onGo={onGo} />}
    </>
  )
}

function Cost({ checked: { cost, approval } }: { checked: Checked }) {
  const { t } = useWords('compose')
  if (cost === null) return null
  const say = (amount: number) => money(amount, cost.currency)
  return (
    <section className={css.box} aria-label={t('cost.title')}>
      <h2 className={css.title}>{t('cost.title')}</h2>
      <p>{t('cost.worst', { worst: say(cost.worstCaseMinor) })}</p>
      <p className={css.soft}>
        {cost.expectedMinor === null || cost.redeemedBps === null
          ? t('cost.unknown', { issued: count(cost.issuedSoFar) })
          : t('cost.expected', { expected: say(cost.expectedMinor), share: percent(cost.redeemedBps) })}
      </p>
      {cost.vouchersAtMost !== null && cost.dearestMinor !== null && (
        <p className={css.soft}>{t('cost.covers', { count: cost.vouchersAtMost, dearest: say(cost.dearestMinor) })}</p>
      )}
      {approval.isNeeded && <p className={css.warn}>{t(`cost.approval.${approval.state}`)}</p>}
    </section>
  )
}

const DAYS = 14

function Calendar({ draft }: { draft: Draft }) {
  const { t } = useWords('compose')
  const ask = useMutation({
    mutationFn: () => call('campaignCalendar', { body: { terms: bodyOf(draft), days: DAYS } }),
  })
  const days = ask.data?.days ?? []
  const most = Math.max(1, ...days.map(({ issued }) => figure(issued) ?? 0))
  return (
    <section className={css.box} aria-label={t('calendar.title')}>
      <h2 className={css.title}>{t('calendar.title')}</h2>
      <p className={css.soft}>{t('calendar.hint')}</p>
      <Button variant="default" size="compact-sm" onClick={() => ask.mutate()} loading={ask.isPending}>
        {t('calendar.show', { count: DAYS })}
      </Button>
      {ask.isError && <Failure error={ask.error} />}
      <ol className={css.days} aria-live="polite">
        {days.map(({ day, issued, holdout }) => (
          <li key={day}>
            <span className={css.day}>{dayShort(day)}</span>
            <span className={css.bar} aria-hidden="true">
              <span style={{ inlineSize: `${((figure(issued) ?? 0) / most) * 100}%` }} />
            </span>
            <span>{t('calendar.day', { issued: count(issued), holdout: count(holdout) })}</span>
          </li>
        ))}
      </ol>
      {ask.data?.isWhole === false && <p className={css.soft}>{t('calendar.part')}</p>}
    </section>
  )
}

function InTheWay({ checked: { reasons, warned }, onGo }: { checked: Checked; onGo: (path: string) => void }) {
  const { t } = useWords('compose')
  return (
    <section className={css.box} aria-label={t('check.title')}>
      <h2 className={css.title}>{t('check.title')}</h2>
      <p className={css.soft} aria-live="polite" data-testid="in-the-way">
        {reasons.length === 0 ? t('check.ready') : t('check.inTheWay', { count: reasons.length })}
      </p>
      <ul className={css.reasons}>
        {reasons.map((reason) => (
          <li key={`${reason.path} ${reason.message}`}>
            <button type="button" className={css.go} onClick={() => onGo(reason.path)}>
              {placeOf(reason.path)}
            </button>{' '}
            {reasonToTell(reason)} <WayOut reason={reason} />
          </li>
        ))}
      </ul>
      {warned.length > 0 && <h3 className={css.subtitle}>{t('check.warnings')}</h3>}
      <ul className={css.reasons}>
        {warned.map((warning) => (
          <li key={warning.message}>{warningToTell(warning)}</li>
        ))}
      </ul>
    </section>
  )
}
