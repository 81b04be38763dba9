// Cells and changes of a notice in the reader's words.
import type { ReplyOf } from '#shared/api.ts'
import { listed, moment } from '../../../ui/format.ts'
import { wordsOf } from '../../words.ts'
import css from '../vouchers/desk.module.css'

export type Notice = ReplyOf<'getNotice'>
export type Change = Notice['changes'][number]

export const channelInWords = (channel: string): string => wordsOf('campaigns').maybe(`channel.${channel}`)
export const categoryInWords = (category: string): string => wordsOf('campaigns').maybe(`category.${category}`)
export const categoriesInWords = (categories: readonly string[]): string => listed(categories.map(categoryInWords))

/** `titles`: the purposes' names by their keys. */
export function ChangeList({ changes, titles }: { changes: readonly Change[]; titles: ReadonlyMap<string, string> }) {
  const t = wordsOf('privacy')
  return (
    <ul className={css.story}>
      {changes.map((change) => {
        const { kind, material, cell, detail } = change
        return (
          <li
            key={`${kind} ${Object.values(cell ?? {}).join(' ')} ${detail ?? ''}`}
            data-tone={material ? 'warn' : 'good'}
          >
            <strong>{t.maybe(`change.${kind}`)}</strong>{' '}
            {cell && (
              <span>
                <bdi>{titles.get(cell.purpose) ?? cell.purpose}</bdi> · {channelInWords(cell.channel)} ·{' '}
                {categoryInWords(cell.category)}{' '}
              </span>
            )}
            {detail !== undefined && (
              <span>
                <bdi>{detail}</bdi>
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** An instant in one piece, however narrow its column. */
export function Moment({ at }: { at: string }) {
  return <span style={{ whiteSpace: 'nowrap' }}>{moment(at)}</span>
}

/** Drafts, those in force, those to come and those before. */
export function stateOf({ publishedAt, inForce, effectiveAt }: Notice): 'draft' | 'in_force' | 'coming' | 'past' {
  if (publishedAt === null) return 'draft'
  if (inForce) return 'in_force'
  return effectiveAt !== null && Date.parse(effectiveAt) > Date.now() ? 'coming' : 'past'
}

export function NoticeState({ notice }: { notice: Notice }) {
  const t = wordsOf('privacy')
  const state = stateOf(notice)
  const tone = { draft: 'plain', in_force: 'good', coming: 'warn', past: 'plain' }[state]
  return (
    <span className={css.badge} data-tone={tone}>
      {t(`state.${state}`)}
    </span>
  )
}
