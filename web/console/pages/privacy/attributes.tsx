// Data of the shop's own: attributes of customers and events of its own kind, each declared with the kind of data it is.
import { NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BodySent } from '#shared/api.ts'
import { categories } from '#shared/kinds.ts'
import { byCursor } from '../../../api/by-cursor.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useInAddress } from '../../../ui/address.ts'
import { CursorTable } from '../../../ui/cursor-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { listed } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { categoriesInWords, categoryInWords } from './cells.tsx'

type Declared = BodySent<'declareAttribute'>
const types = ['text', 'number', 'boolean', 'day'] as const
const declared = byCursor(['attributes'], (page, signal) => call('listAttributes', { query: page, signal }))

export function Attributes() {
  const { t } = useWords('privacy')
  const list = useInfiniteQuery(declared)
  return (
    <Page title={t('attributes.title')} lead={t('attributes.lead')}>
      <div className={css.stack}>
        <Declare />
        <CursorTable
          caption={t('attributes.title')}
          of={list}
          rowKey={({ key }) => key}
          empty={
            <Empty title={t('attributes.none')}>
              <p>{t('attributes.teach')}</p>
            </Empty>
          }
          columns={[
            { head: t('attributes.key'), cell: ({ key }) => <bdi>{key}</bdi> },
            { head: t('attributes.type'), cell: ({ type }) => t(`attributes.type.${type}`) },
            { head: t('attributes.derived'), cell: ({ derivedFrom }) => <bdi>{listed(derivedFrom) || '–'}</bdi> },
            { head: t('attributes.sources'), cell: ({ categories: all }) => categoriesInWords(all) },
          ]}
        />
      </div>
    </Page>
  )
}

/** What a link asks to be declared stands in the address. */
function Declare() {
  const { t } = useWords('privacy')
  const whyNot = useWhyNot('attributes.write')
  const client = useQueryClient()
  const [asked, setAsked] = useInAddress('declare')
  const [key, setKey] = useState(asked ?? '')
  const [type, setType] = useState<Declared['type']>('text')
  const [category, setCategory] = useState<Declared['category'] | ''>('')
  const declare = useMutation({
    mutationFn: (body: Declared) => call('declareAttribute', { body }),
    onSuccess: () => {
      setKey('')
      setCategory('')
      setAsked(null)
      return Promise.all(
        [['attributes'], ['rule-fields'], ['check']].map((queryKey) => client.invalidateQueries({ queryKey })),
      )
    },
  })
  const isWhole = key !== '' && category !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole && whyNot === null) declare.mutate({ key, type, category })
  }
  return (
    <Panel title={t('attributes.add')} hint={t('attributes.add.hint')}>
      <form onSubmit={submit}>
        <TextInput
          label={t('attributes.key')}
          description={t('attributes.key.hint')}
          dir="ltr"
          maxLength={64}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          mb="md"
        />
        <div className={css.tools}>
          <NativeSelect
            label={t('attributes.type')}
            value={type}
            data={types.map((value) => ({ value, label: t(`attributes.type.${value}`) }))}
            onChange={(event) => setType(types.find((one) => one === event.currentTarget.value) ?? 'text')}
          />
          <NativeSelect
            className={css.wide}
            label={t('attributes.category')}
            value={category}
            data={[
              { value: '', label: t('attributes.choose') },
              ...categories.map((value) => ({ value, label: categoryInWords(value) })),
            ]}
            onChange={(event) => setCategory(categories.find((one) => one === event.currentTarget.value) ?? '')}
          />
          <Act
            type="submit"
            onClick={() => {}}
            whyNot={whyNot ?? (isWhole ? null : t('attributes.first'))}
            loading={declare.isPending}
          >
            {t('attributes.press')}
          </Act>
        </div>
      </form>
      {declare.isError && <Failure error={declare.error} />}
      <span role="status">
        {declare.isSuccess && key === '' ? t('attributes.done', { key: declare.variables.key }) : ''}
      </span>
    </Panel>
  )
}
