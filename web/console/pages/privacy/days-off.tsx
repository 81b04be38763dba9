// Where the office is that answers requests, and on which days nobody works there: both move the deadlines of requests.
import { Checkbox, Group, Select, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { Answer } from '../../../ui/answer.tsx'
import { countries, countryInWords } from '../../../ui/countries.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { dayInWords } from '../../../ui/format.ts'
import { readerLocale } from '../../../ui/language.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'

type Holidays = ReplyOf<'listHolidays'>
const queryKey = ['holidays']

export function DaysOff() {
  const { t } = useWords('privacy')
  const kept = useQuery({ queryKey, queryFn: ({ signal }) => call('listHolidays', { signal }) })
  return (
    <Page title={t('daysOff.title')} lead={t('daysOff.lead')}>
      <Answer of={kept}>
        {({ office }) => (
          <div className={css.stack}>
            <Office kept={office} />
            {office !== null && <Listed key={office} office={office} />}
          </div>
        )}
      </Answer>
    </Page>
  )
}

function Office({ kept }: { kept: string | null }) {
  const { t } = useWords('privacy')
  const whyNot = useWhyNot('notices.write')
  const client = useQueryClient()
  const [chosen, setChosen] = useState(kept)
  const save = useMutation({
    mutationFn: (office: string) => call('putOffice', { body: { office } }),
    onSuccess: (saved: Holidays) => void client.setQueryData(queryKey, saved),
  })
  const isSame = chosen === null || chosen === kept
  return (
    <Panel title={t('daysOff.office')} hint={t('daysOff.office.hint')}>
      <div className={css.tools}>
        <Select
          className={css.wide}
          label={t('country')}
          placeholder={t('daysOff.office.none')}
          data={countries()}
          value={chosen}
          searchable
          allowDeselect={false}
          onChange={setChosen}
        />
        <Act
          onClick={() => chosen !== null && save.mutate(chosen)}
          whyNot={whyNot ?? (isSame ? t('daysOff.same') : null)}
          loading={save.isPending}
        >
          {t('daysOff.office.save')}
        </Act>
      </div>
      {save.isError && <Failure error={save.error} />}
      <span role="status">{save.isSuccess && isSame ? t('daysOff.saved') : ''}</span>
    </Panel>
  )
}

function Listed({ office }: { office: string }) {
  const { t } = useWords('privacy')
  const whyNot = useWhyNot('notices.write')
  const client = useQueryClient()
  const list = useInfiniteQuery(
    byCursor([...queryKey, office], async (_page, signal) => {
      const { data } = await call('listHolidays', { signal })
      return { data: data.filter(({ country }) => country === office), nextCursor: null }
    }),
  )
  const remove = useMutation({
    mutationFn: (day: string) => call('deleteHoliday', { params: { country: office, day } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...queryKey, office] }),
  })
  return (
    <Panel title={t('daysOff.list', { country: countryInWords(office) })} hint={t('daysOff.list.hint')}>
      <Adding office={office} />
      {remove.isError && <Failure error={remove.error} />}
      <CursorTable
        caption={t('daysOff.list', { country: countryInWords(office) })}
        of={list}
        rowKey={({ day }) => day}
        empty={
          <Empty title={t('daysOff.none')}>
            <p>{t('daysOff.teach')}</p>
          </Empty>
        }
        columns={[
          { head: t('daysOff.day'), cell: ({ day }) => <span style={{ whiteSpace: 'nowrap' }}>{inWords(day)}</span> },
          { head: t('daysOff.name'), cell: ({ name }) => <bdi>{name}</bdi> },
          { head: t('daysOff.source'), cell: ({ source }) => <bdi>{source}</bdi> },
          {
            head: t('act'),
            cell: ({ day }) => (
              <Act
                size="xs"
                variant="default"
                aria-label={t('daysOff.remove', { day: inWords(day) })}
                whyNot={whyNot}
                loading={remove.isPending && remove.variables === day}
                onClick={() => remove.mutate(day)}
              >
                {t('daysOff.removeShort')}
              </Act>
            ),
          },
        ]}
      />
    </Panel>
  )
}

function Adding({ office }: { office: string }) {
  const { t } = useWords('privacy')
  const whyNot = useWhyNot('notices.write')
  const client = useQueryClient()
  const [typed, setTyped] = useState({ day: '', name: '', source: '' })
  const [isYearly, setYearly] = useState(false)
  const add = useMutation({
    mutationFn: () => {
      const { day, ...body } = typed
      return call('putHoliday', { params: { country: office, day: isYearly ? day.slice(5) : day }, body })
    },
    onSuccess: () => {
      setTyped(({ source }) => ({ day: '', name: '', source }))
      return client.invalidateQueries({ queryKey: [...queryKey, office] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  const field = (name: keyof typeof typed, maxLength: number, type = 'text') => (
    <TextInput
      type={type}
      label={t(`daysOff.${name}`)}
      required
      maxLength={maxLength}
      value={typed[name]}
      onChange={(event) => {
        const { value } = event.currentTarget
        setTyped((all) => ({ ...all, [name]: value }))
      }}
    />
  )
  return (
    <form onSubmit={submit}>
      <div className={css.tools}>
        {field('day', 10, 'date')}
        {field('name', 100)}
        {field('source', 300)}
      </div>
      {add.isError && <Failure error={add.error} />}
      <Group>
        <Checkbox
          label={t('daysOff.everyYear')}
          checked={isYearly}
          onChange={(event) => setYearly(event.currentTarget.checked)}
        />
        <Act type="submit" onClick={() => {}} whyNot={whyNot} loading={add.isPending}>
          {t('daysOff.add')}
        </Act>
        <span role="status">{add.isSuccess && typed.day === '' ? t('daysOff.added') : ''}</span>
      </Group>
    </form>
  )
}

/** '2026-05-01' with its year; '05-01', which comes back every year, without. */
function inWords(day: string): string {
  if (day.length > 5) return dayInWords(day)
  const style: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(readerLocale(), style).format(new Date(`2024-${day}T00:00:00Z`))
}
