// The lines of an experiment's file that do not count, each with its column and what is wrong with it.
import type { ReplyOf } from '#shared/api.ts'
import { count } from '../../../ui/format.ts'
import { useWords } from '../../words.ts'
import { List } from '../customers/list.tsx'
import css from '../vouchers/desk.module.css'

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
          { head: t('wrong.why'), cell: ({ message }) => message },
        ]}
      />
      {rejected > errors.length && (
        <p className={css.note}>{t('wrong.first', { n: count(errors.length), all: count(rejected) })}</p>
      )}
    </div>
  )
}
