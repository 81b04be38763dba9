// Above which budget a second person has to agree: one amount for each currency.
import { Button, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../api/call.ts'
import { approvalRules } from '../../api/queries.ts'
import { useWhyNot } from '../../parts/access.ts'
import { Act } from '../../ui/act.tsx'
import { useAnnounce } from '../../ui/announce.tsx'
import { Answer } from '../../ui/answer.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { minorOf, type Typed, typedOf } from '../compose/typed.ts'
import { CurrencyNumber, currencies } from '../compose/words-of-money.tsx'
import { useWords } from '../words.ts'
import css from './versions.module.css'

type Rules = ReplyOf<'getApprovalRules'>
interface Row {
  currency: string
  above: Typed
}

export function ApprovalRules() {
  const { t } = useWords('campaigns')
  const found = useQuery({ ...approvalRules, refetchOnWindowFocus: false })
  return (
    <Page title={t('approval.rules')} crumbs={[{ to: '/console', label: t('title') }]} lead={t('approval.rulesSays')}>
      <Answer of={found}>{(rules) => <Form rules={rules} />}</Answer>
    </Page>
  )
}

function Form({ rules }: { rules: Rules }) {
  const { t } = useWords('campaigns')
  const whyNot = useWhyNot('keys.manage')
  const client = useQueryClient()
  const announce = useAnnounce()
  const [rows, setRows] = useState<Row[]>(() =>
    rules.limits.map(({ currency, aboveMinor }) => ({ currency, above: typedOf(aboveMinor, currency) })),
  )
  const save = useMutation({
    mutationFn: () =>
      call('putApprovalRules', {
        body: {
          limits: rows.map(({ currency, above }) => ({ currency, aboveMinor: minorOf(above, currency) ?? 0 })),
        },
      }),
    onSuccess: (saved) => {
      client.setQueryData(approvalRules.queryKey, saved)
      announce(t('approval.saved'))
    },
  })
  const left = currencies('EUR').filter(({ value }) => rows.every(({ currency }) => currency !== value))
  const add = (currency: string | null) => {
    if (currency !== null) setRows([...rows, { currency, above: 1000 }])
  }
  return (
    <Panel title={t('approval.title')}>
      {rows.length === 0 && <p>{t('approval.nobody')}</p>}
      {rows.map(({ currency, above }) => (
        <div key={currency} className={css.head}>
          <span>{t('approval.above', { currency })}</span>
          <CurrencyNumber
            label={t('approval.above', { currency })}
            currency={currency}
            value={above}
            onChange={(typed) =>
              setRows(rows.map((row) => (row.currency === currency ? { ...row, above: typed } : row)))
            }
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => setRows(rows.filter((row) => row.currency !== currency))}
          >
            {t('approval.remove', { currency })}
          </Button>
        </div>
      ))}
      <Select
        label={t('approval.add')}
        placeholder={t('approval.currency')}
        data={left}
        value={null}
        onChange={add}
        searchable
        maw="16rem"
        my="sm"
      />
      <Act onClick={() => save.mutate()} loading={save.isPending} whyNot={whyNot}>
        {t('approval.save')}
      </Act>
      <p aria-live="polite">{save.isSuccess && t('approval.saved')}</p>
      {save.isError && <Failure error={save.error} />}
    </Panel>
  )
}
