// The audit log: who did what to which thing and when, filtered by the address, so that a finding can be passed on.
import { Anchor, Button, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { moment } from '../../../ui/format.ts'
import { useListStart } from '../../../ui/list-place.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from './people.module.css'
import { type AuditAsked, audit, auditKey } from './queries.ts'

type Entry = ReplyOf<'listAudit'>['data'][number]
const fields = ['action', 'actor', 'subject', 'from', 'until'] as const

export function Audit() {
  const { t } = useWords('people')
  const [address] = useSearchParams()
  const asked = Object.fromEntries(
    fields.flatMap((field) => {
      const value = address.get(field)
      return value === null || value === '' ? [] : [[field, value]]
    }),
  ) as Record<(typeof fields)[number], string>
  const start = useListStart(auditKey(forServer(asked)))
  const list = useInfiniteQuery(audit(forServer(asked), start.from))
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <div className={css.stack}>
        <Filters key={JSON.stringify(asked)} asked={asked} />
        <Panel title={t('audit.caption')}>
          <CursorTable
            caption={t('audit.caption')}
            of={list}
            start={start}
            rowKey={(entry) => entry.id}
            columns={[
              { head: t('audit.at'), cell: (entry) => moment(entry.at) },
              { head: t('audit.actor'), cell: (entry) => <Actor entry={entry} /> },
              { head: t('audit.action'), cell: (entry) => <code>{entry.action}</code> },
              { head: t('audit.subject'), cell: (entry) => <bdi className={css.detail}>{entry.subject}</bdi> },
              { head: t('audit.detail'), cell: (entry) => <bdi className={css.detail}>{detailOf(entry)}</bdi> },
            ]}
            empty={
              <Empty
                title={t('audit.empty')}
                action={
                  <Button component={Link} to="/console/audit" variant="default">
                    {t('audit.clear')}
                  </Button>
                }
              >
                <p>{t('audit.emptyText')}</p>
              </Empty>
            }
          />
        </Panel>
      </div>
    </Page>
  )
}

/** Days of the reader's own zone as instants; `until` is the last day that is part of it. */
function forServer({ from, until, ...rest }: Record<string, string>): AuditAsked {
  const at = (day: string, plus: number) => {
    const date = new Date(`${day}T00:00:00`)
    date.setDate(date.getDate() + plus)
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
  }
  const span = { from: from && at(from, 0), until: until && at(until, 1) }
  const given = Object.entries(span).filter(([, value]) => value !== undefined && value !== '')
  return { ...rest, ...Object.fromEntries(given) }
}

function Filters({ asked }: { asked: Record<string, string> }) {
  const { t } = useWords('people')
  const [, setAddress] = useSearchParams()
  const [typed, setTyped] = useState(asked)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAddress(Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== '')))
  }
  const labels = {
    action: t('audit.filterAction'),
    actor: t('audit.filterActor'),
    subject: t('audit.filterSubject'),
    from: t('audit.from'),
    until: t('audit.until'),
  }
  return (
    <form onSubmit={submit} className={css.form}>
      {fields.map((field) => (
        <TextInput
          key={field}
          label={labels[field]}
          type={field === 'from' || field === 'until' ? 'date' : 'search'}
          dir="ltr"
          placeholder={field === 'action' ? 'campaign.' : undefined}
          value={typed[field] ?? ''}
          onChange={({ currentTarget: { value } }) => setTyped((all) => ({ ...all, [field]: value }))}
        />
      ))}
      <div>
        <Button type="submit" variant="default">
          {t('audit.show')}
        </Button>
      </div>
    </form>
  )
}

function Actor({ entry: { actor, actorName } }: { entry: Entry }) {
  const { t } = useWords('people')
  const name = actorName ?? (actor === 'system' ? t('audit.house') : actor === 'nobody' ? t('audit.nobody') : actor)
  return (
    <Anchor component={Link} to={`/console/audit?${new URLSearchParams({ actor })}`} title={t('audit.only')}>
      <bdi>{name}</bdi>
    </Anchor>
  )
}

const detailOf = ({ detail }: Entry): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
