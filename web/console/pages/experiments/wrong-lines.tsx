// The lines of an experiment's file that do not count, each with its column and what is wrong with it.
import type { ReplyOf } from '#shared/api.ts'
import { count } from '../../../ui/format.ts'
import { type Key, useWords, wordsOf } from '../../words.ts'
import { List } from '../customers/list.tsx'
import css from '../vouchers/desk.module.css'

type Wrong = ReplyOf<'importExperiment'>['errors'][number]

/** What the server says of a line, by the words of the console. */
const known: [column: RegExp, message: RegExp, key: Key<'experiments'>][] = [
  [/^recipient$/, /twice/, 'line.twice'],
  [/^recipient$/, /./, 'line.recipient'],
  [/^arm$/, /more than/, 'line.arms'],
  [/^arm$/, /./, 'line.arm'],
  [/^assigned_at$/, /./, 'line.assigned_at'],
  [/^purchased$/, /beside revenue/, 'line.unpaid'],
  [/^purchased$/, /./, 'line.purchased'],
  [/./, /not a known column/, 'line.column'],
  [/^revenue_minor$/, /missing/, 'line.missing'],
  [/./, /minor units/, 'line.minor'],
]

/** What has no words of its own is a line that could not be read at all. */
export function wrongInWords({ path = '', message }: Pick<Wrong, 'path' | 'message'>): string {
  const found = known.find(([column, says]) => column.test(path) && says.test(message))
  return wordsOf('experiments')(found?.[2] ?? 'line.shape')
}

export function WrongLines({ told: { errors, rejected } }: { told: ReplyOf<'importExperiment'> }) {
  const { t } = useWords('experiments')
  if (errors.length === 0) return null
  return (
    <div>
      <p className={css.title}>{t('wrong')}</p>
      <List
        caption={t('wrong')}
        rows={errors}
        rowKey={({ line }) => String(line)}
        columns={[
          { head: t('wrong.line'), cell: ({ line }) => count(line) },
          { head: t('wrong.column'), cell: ({ path }) => <bdi>{path ?? '–'}</bdi> },
          { head: t('wrong.why'), cell: wrongInWords },
        ]}
      />
      {rejected > errors.length && (
        <p className={css.note}>{t('wrong.first', { n: count(errors.length), all: count(rejected) })}</p>
      )}
    </div>
  )
}
