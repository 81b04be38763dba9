// The consents a campaign needs, as chips: which use of which data, what brought it, and whether the notice in force asks for it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { notices } from '../api/queries.ts'
import { useWords } from '../console/words.ts'
import { listed, spelled } from '../ui/format.ts'
import { Alert, Check } from '../ui/icons.tsx'
import { useWhyNot } from './access.ts'
import css from './needs.module.css'
import { placeOf } from './reasons.tsx'
import { categoryInWords, channelInWords } from './words.ts'

export type Need = ReplyOf<'getCampaign'>['needs'][number] & {
  /** The parts of the campaign that read it. */
  because?: string[]
  isAsked?: boolean
}
type Notice = ReplyOf<'listNotices'>['data'][number]

const keyOf = (need: Need) => `${need.purpose} ${need.channel} ${need.category}`

export function Needs({ needs }: { needs: Need[] }) {
  const { t } = useWords('campaigns')
  const mayRead = useWhyNot('notices.read') === null
  const isTold = needs.every((need) => need.isAsked !== undefined)
  const known = useQuery({ ...notices, enabled: mayRead && !isTold })
  const inForce = known.data?.data.find((notice) => notice.inForce)
  const fresh = useFresh(needs)
  if (needs.length === 0) return <p className={css.none}>{t('needs.none')}</p>
  return (
    <ul className={css.chips} aria-label={t('needs.list')}>
      {needs.map((need) => {
        const isAsked = need.isAsked ?? (known.data === undefined ? null : asksFor(inForce, need))
        const isNew = fresh.has(keyOf(need))
        return (
          <li key={keyOf(need)} className={css.chip} data-asked={isAsked ?? 'unknown'} data-new={isNew || undefined}>
            {isAsked === true && <Check size={14} />}
            {isAsked === false && <Alert size={14} />}
            <span>
              {categoryInWords(need.category)}{' '}
              <span className={css.for}>
                {t('needs.for', { purpose: spelled(need.purpose), channel: channelInWords(need.channel) })}
              </span>
              {isNew && <span className={css.new}> {t('needs.new')}</span>}
              {isAsked === false && <span className={css.missing}> – {t('needs.missing')}</span>}
              <Because paths={need.because ?? []} />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function Because({ paths }: { paths: string[] }) {
  const { t } = useWords('campaigns')
  const parts = [...new Set(paths.map(placeOf))]
  if (parts.length === 0) return null
  return <span className={css.because}> {t('needs.because', { parts: listed(parts) })}</span>
}

/** Those that were not there a moment ago, so that a chip lights up when a word of the form brings it. */
function useFresh(needs: Need[]): ReadonlySet<string> {
  const before = useRef<Set<string> | null>(null)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const keys = needs.map(keyOf).join('\n')
  useEffect(() => {
    const now = new Set(keys === '' ? [] : keys.split('\n'))
    const was = before.current
    before.current = now
    // What stands there from the start is not news.
    if (was !== null && was.size > 0) setFresh(new Set([...now].filter((key) => !was.has(key))))
  }, [keys])
  return fresh
}

/** Pure: whether a notice asks for exactly this use. */
export function asksFor(notice: Pick<Notice, 'scope'> | undefined, need: Need): boolean {
  return (
    notice?.scope.some(
      (cell) => cell.purpose === need.purpose && cell.channel === need.channel && cell.category === need.category,
    ) ?? false
  )
}
