// The story of one voucher down the side of its page: what happened, when, and who did it.
import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { StoryEntry, StoryKind } from '#shared/contracts/voucher-desk.ts'
import { Answer } from '../../../ui/answer.tsx'
import { moment, money } from '../../../ui/format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from './desk.module.css'
import { story } from './queries.ts'

const toneOf: Partial<Record<StoryKind, string>> = {
  failed: 'bad',
  bounced: 'bad',
  revoked: 'bad',
  reissued: 'bad',
  expired: 'warn',
  held: 'warn',
  cancelled: 'warn',
  reversed: 'warn',
}

export function Story({ id }: { id: string }) {
  const { t } = useWords('vouchers')
  const asked = useQuery(story(id))
  return (
    <Panel title={t('story.title')} hint={t('story.hint')}>
      <Answer of={asked}>
        {({ entries }) => (
          <ol className={css.story}>
            {entries.map((entry, index) => (
              <li key={`${entry.at} ${entry.kind} ${String(index)}`} data-tone={toneOf[entry.kind]}>
                <Entry entry={entry} />
              </li>
            ))}
          </ol>
        )}
      </Answer>
    </Panel>
  )
}

function Entry({ entry }: { entry: StoryEntry }) {
  const { t } = useWords('vouchers')
  const { at, kind, actor, actorName, values } = entry
  const { action, by, of } = values
  const other = typeof by === 'string' ? by : typeof of === 'string' ? of : null
  return (
    <>
      <strong>{t(`story.${kind}`)}</strong>
      <div>
        <time dateTime={at}>{moment(at)}</time>
        {actor !== null && (
          <span>
            {' · '}
            {t('story.by', { actor: actorName ?? actor })}
          </span>
        )}
      </div>
      <Said values={values} />
      {other !== null && (
        <Anchor component={Link} to={`/console/vouchers/${other}`} size="sm">
          {t('story.other')}
        </Anchor>
      )}
      {typeof action === 'string' && (
        <Anchor component={Link} to="/console/voucher-actions" size="sm">
          {t('story.many')}
        </Anchor>
      )}
    </>
  )
}

/** Orders, amounts, ends and reasons, as far as there are any. */
function Said({ values }: Pick<StoryEntry, 'values'>) {
  const { t } = useWords('vouchers')
  const { order, minor, currency, reason, channel, to, bounce } = values
  const parts = [
    typeof channel === 'string' ? t.maybe(`channel.${channel}`) : null,
    typeof order === 'string' ? t('story.order', { order }) : null,
    typeof minor === 'number' && typeof currency === 'string' && currency !== '' ? money(minor, currency) : null,
    typeof to === 'string' ? t('story.to', { to: moment(to) }) : null,
    typeof bounce === 'string' ? bounce : null,
    typeof reason === 'string' ? reason.replace(/_/g, ' ') : null,
  ].filter((part) => part !== null)
  if (parts.length === 0) return null
  return (
    <div>
      <span className={css.name}>
        <bdi>{parts.join(' · ')}</bdi>
      </span>
    </div>
  )
}
