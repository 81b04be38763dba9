// A new version of the notice, begun from the one before: who answers for the data, what is permitted, and the words in each language.
import { Button, Fieldset, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { type Category, type Channel, categories, channels } from '#shared/kinds.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { Answer } from '../../../ui/answer.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { readerLocale } from '../../../ui/language.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { categoryInWords, channelInWords, type Notice } from './cells.tsx'
import { usePurposes } from './purposes.ts'

interface Row {
  id: number
  purpose: string
  channel: Channel
  category: Category
  months: number
  recipients: string
}
interface Text {
  locale: string
  title: string
  body: string
}
interface Draft {
  controller: Notice['controller']
  rows: Row[]
  texts: Text[]
}

export function DraftNotice() {
  const { t } = useWords('privacy')
  const before = useQuery({
    queryKey: ['notices', 'before'],
    queryFn: async ({ signal }) => {
      const [{ data }, { locales }] = await Promise.all([
        call('listNotices', { query: { limit: 1 }, signal }),
        call('getLocales', { signal }),
      ])
      return { notice: data[0] ?? null, locales }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page
      title={t('draft.title')}
      lead={t('draft.lead')}
      crumbs={[{ to: '/console/privacy', label: t('notices.title') }]}
    >
      <Answer of={before}>{({ notice, locales }) => <Form from={begin(notice, locales)} />}</Answer>
    </Page>
  )
}

function begin(notice: Notice | null, locales: readonly string[]): Draft {
  const spoken = [...new Set([...locales, ...Object.keys(notice?.texts ?? {})])]
  return {
    controller: notice?.controller ?? { name: '', address: '', contact: '' },
    rows: (notice?.scope ?? []).map(({ retentionMonths, recipients, ...cell }, id) => {
      return { id, ...cell, months: retentionMonths, recipients: recipients.join(', ') }
    }),
    texts: (spoken.length > 0 ? spoken : ['en']).map((locale) => {
      const { title = '', body = '' } = notice?.texts[locale] ?? {}
      return { locale, title, body }
    }),
  }
}

function Form({ from }: { from: Draft }) {
  const { t } = useWords('privacy')
  const go = useNavigate()
  const queries = useQueryClient()
  const whyNot = useWhyNot('notices.write')
  const [draft, setDraft] = useState(from)
  const keep = useMutation({
    mutationFn: () => call('createNotice', { body: bodyOf(draft) }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['notices'] })
      await go(`/console/privacy/notices/${id}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep.mutate()
  }
  const { controller } = draft
  const field = (name: 'name' | 'address' | 'contact') => (
    <TextInput
      label={t(`controller.${name}`)}
      required
      dir="auto"
      value={controller[name]}
      onChange={(event) => setDraft({ ...draft, controller: { ...controller, [name]: event.currentTarget.value } })}
    />
  )
  return (
    <form onSubmit={submit}>
      <div className={css.stack}>
        <Panel title={t('controller')}>
          <Stack>
            {field('name')}
            {field('address')}
            {field('contact')}
            <Authority draft={draft} onChange={setDraft} />
          </Stack>
        </Panel>
        <Cells rows={draft.rows} onChange={(rows) => setDraft({ ...draft, rows })} />
        {draft.texts.map((text, i) => (
          <Words
            key={text.locale}
            text={text}
            onChange={(changed) => setDraft({ ...draft, texts: draft.texts.with(i, changed) })}
          />
        ))}
        {keep.error !== null && <Failure error={keep.error} />}
        <Group justify="flex-end">
          <Act
            type="submit"
            whyNot={whyNot ?? (draft.rows.length === 0 ? t('draft.noCells') : null)}
            loading={keep.isPending}
            onClick={() => {}}
          >
            {t('draft.keep')}
          </Act>
        </Group>
      </div>
    </form>
  )
}

/** Both or neither: half an authority is nobody to complain to. */
function Authority({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const { t } = useWords('privacy')
  const { authority: known, ...rest } = draft.controller
  const authority = known ?? { name: '', contact: '' }
  const change = (to: Partial<typeof authority>) => {
    const after = { ...authority, ...to }
    const isEmpty = after.name === '' && after.contact === ''
    onChange({ ...draft, controller: isEmpty ? rest : { ...rest, authority: after } })
  }
  return (
    <Fieldset legend={t('authority')}>
      <Stack>
        <p className={css.note}>{t('authority.hint')}</p>
        <TextInput
          label={t('authority.name')}
          required={known !== undefined}
          dir="auto"
          value={authority.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('authority.contact')}
          required={known !== undefined}
          dir="auto"
          value={authority.contact}
          onChange={(event) => change({ contact: event.currentTarget.value })}
        />
      </Stack>
    </Fieldset>
  )
}

const bodyOf = ({ controller, rows, texts }: Draft) => ({
  controller,
  scope: rows.map(({ purpose, channel, category, months, recipients }) => ({
    ...{ purpose, channel, category, retentionMonths: months },
    recipients: recipients
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  })),
  texts: Object.fromEntries(texts.filter(({ title }) => title !== '').map(({ locale, ...text }) => [locale, text])),
})

function Cells({ rows, onChange }: { rows: Row[]; onChange: (rows: Row[]) => void }) {
  const { t } = useWords('privacy')
  const { purposes } = usePurposes()
  const add = () => {
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1
    const purpose = rows.at(-1)?.purpose ?? purposes[0]?.key ?? ''
    onChange([...rows, { id, purpose, channel: 'email', category: 'contact.email', months: 24, recipients: '' }])
  }
  return (
    <Panel title={t('scope')} hint={t('scope.hint')}>
      <ul className={css.cards}>
        {rows.map((row, i) => {
          const change = (to: Partial<Row>) => onChange(rows.with(i, { ...row, ...to }))
          return (
            <li key={row.id} className={css.fields}>
              <Select
                label={t('purpose')}
                allowDeselect={false}
                value={row.purpose}
                data={purposes.map(({ key, title }) => ({ value: key, label: title }))}
                onChange={(purpose) => change({ purpose: purpose ?? row.purpose })}
              />
              <Select
                label={t('channel')}
                allowDeselect={false}
                value={row.channel}
                data={channels.map((one) => ({ value: one, label: channelInWords(one) }))}
                onChange={(channel) => change({ channel: (channel as Channel | null) ?? row.channel })}
              />
              <Select
                label={t('category')}
                allowDeselect={false}
                value={row.category}
                data={categories.map((one) => ({ value: one, label: categoryInWords(one) }))}
                onChange={(category) => change({ category: (category as Category | null) ?? row.category })}
              />
              <NumberInput
                label={t('draft.months')}
                min={1}
                max={600}
                value={row.months}
                onChange={(months) => change({ months: Number(months) || 1 })}
              />
              <TextInput
                label={t('draft.recipients')}
                dir="auto"
                value={row.recipients}
                onChange={(event) => change({ recipients: event.currentTarget.value })}
              />
              <Button variant="default" onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}>
                {t('draft.remove')}
              </Button>
            </li>
          )
        })}
      </ul>
      <Button variant="default" onClick={add} disabled={purposes.length === 0}>
        {t('draft.add')}
      </Button>
    </Panel>
  )
}

/** As the reader calls it; what is no language we know stands as it is written. */
function languageInWords(locale: string): string {
  return new Intl.DisplayNames(readerLocale(), { type: 'language' }).of(locale) ?? locale
}

function Words({ text, onChange }: { text: Text; onChange: (text: Text) => void }) {
  const { t } = useWords('privacy')
  return (
    <Panel title={t('draft.words', { language: languageInWords(text.locale) })}>
      <Stack>
        <TextInput
          label={t('draft.heading')}
          dir="auto"
          value={text.title}
          onChange={(event) => onChange({ ...text, title: event.currentTarget.value })}
        />
        <Textarea
          label={t('draft.body')}
          dir="auto"
          autosize
          minRows={6}
          value={text.body}
          onChange={(event) => onChange({ ...text, body: event.currentTarget.value })}
        />
      </Stack>
    </Panel>
  )
}
