// The consents a campaign needs, as chips: which use of which data, and whether the notice in force asks for it.
import { useQuery } from '@tanstack/react-query'
import type { ReplyOf } from '#shared/api.ts'
import { notices } from '../api/queries.ts'
import { spelled } from '../ui/format.ts'
import { Alert, Check } from '../ui/icons.tsx'
import { useWhyNot } from './access.ts'
import css from './needs.module.css'
import { categoryInWords, channelInWords } from './words.ts'

export type Need = ReplyOf<'getCampaign'>['needs'][number]
type Notice = ReplyOf<'listNotices'>['data'][number]

export function Needs({ needs }: { needs: Need[] }) {
  const mayRead = useWhyNot('notices.read') === null
  const known = useQuery({ ...notices, enabled: mayRead })
  const inForce = known.data?.data.find((notice) => notice.inForce)
  if (needs.length === 0) return <p className={css.none}>No consent is needed for this.</p>
  return (
    <ul className={css.chips} aria-label="Consents needed">
      {needs.map((need) => {
        const isAsked = known.data === undefined ? null : asksFor(inForce, need)
        return (
          <li
            key={`${need.purpose} ${need.channel} ${need.category}`}
            className={css.chip}
            data-asked={isAsked ?? 'unknown'}
          >
            {isAsked === true && <Check size={14} />}
            {isAsked === false && <Alert size={14} />}
            <span>
              {categoryInWords(need.category)}{' '}
              <span className={css.for}>
                for {spelled(need.purpose)} by {channelInWords(need.channel)}
              </span>
              {isAsked === false && <span className={css.missing}> – your notice does not ask for this yet</span>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Pure: whether a notice asks for exactly this use. */
export function asksFor(notice: Pick<Notice, 'scope'> | undefined, need: Need): boolean {
  return (
    notice?.scope.some(
      (cell) => cell.purpose === need.purpose && cell.channel === need.channel && cell.category === need.category,
    ) ?? false
  )
}
