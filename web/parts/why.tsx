// Why somebody got a voucher or did not: asked with a reason, put on record, answered in the order in which issuing asks.
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../api/call.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { Failure } from '../ui/failure.tsx'
import { moment } from '../ui/format.ts'
import { Alert, Check } from '../ui/icons.tsx'
import { Panel } from '../ui/panel.tsx'
import { useWhyNot } from './access.ts'
import css from './why.module.css'
import type { Campaign } from './words.ts'
import { categoryInWords } from './words.ts'

type Answered = ReplyOf<'whyNot'>

export function Why({ campaign }: { campaign: Pick<Campaign, 'id' | 'timeZone'> }) {
  const { t } = useWords('campaigns')
  const whyNot = useWhyNot('customers.read')
  const [reference, setReference] = useState('')
  const [reason, setReason] = useState('')
  const ask = useMutation({
    mutationFn: () =>
      call('whyNot', { params: { id: campaign.id, reference: reference.trim() }, reason: reason.trim() }),
  })
  return (
    <Panel title={t('ask.title')} hint={t('ask.says')}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (whyNot === null && reference.trim() !== '') ask.mutate()
        }}
      >
        <TextInput
          label={t('ask.who')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          required
        />
        <TextInput
          label={t('ask.reason')}
          placeholder={t('ask.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          className={css.reason}
        />
        <Act type="submit" onClick={() => {}} loading={ask.isPending} whyNot={whyNot}>
          {t('ask.verb')}
        </Act>
      </form>
      {ask.isError && <Failure error={ask.error} />}
      <div aria-live="polite">{ask.isSuccess && <Told answer={ask.data} timeZone={campaign.timeZone} />}</div>
    </Panel>
  )
}

function Told({ answer, timeZone }: { answer: Answered; timeZone: string }) {
  const { t } = useWords('campaigns')
  const { outcome, category, checks, vouchers } = answer
  const said =
    outcome === 'no_consent' && category !== null
      ? t('outcome.no_consentOf', { category: categoryInWords(category) })
      : t(`outcome.${outcome}`)
  return (
    <section className={css.told} aria-label={t('ask.answer')}>
      <p className={css.outcome}>{said}</p>
      <ul className={css.checks}>
        {checks.map(({ check, holds }) => (
          <li key={check} data-holds={holds}>
            {holds ? <Check size={15} /> : <Alert size={15} />} {t(`check.${check}`)}:{' '}
            <strong>{holds ? t('check.yes') : t('check.no')}</strong>
          </li>
        ))}
      </ul>
      {vouchers.map((voucher) => (
        <p key={voucher.id} className={css.voucher}>
          {t('ask.voucher', {
            variant: voucher.variantKey,
            at: moment(voucher.issuedAt, timeZone),
            state: voucher.state,
          })}
        </p>
      ))}
    </section>
  )
}
