// Finds vouchers: one by its code, its order or its customer, or those of a campaign, page by page, to work on many at once.
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import { type VoucherState, voucherStates } from '#shared/kinds.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Empty } from '../../../ui/empty.tsx'
import { withPlace } from '../../../ui/list-place.ts'
import { Page } from '../../../ui/page.tsx'
import { useWords } from '../../words.ts'
import { ChooseCampaign } from './choose-campaign.tsx'
import css from './desk.module.css'
import { FoundVouchers } from './found.tsx'
import type { Sought } from './queries.ts'

const ways = ['campaign', 'code', 'order', 'customer'] as const
type Way = (typeof ways)[number]

export function Vouchers() {
  const { t } = useWords('vouchers')
  const closed = useWhyNot('vouchers.read')
  if (closed === null) return <Search />
  return (
    <Page title={t('title')} lead={t('lead')}>
      <p className={css.note}>{closed}</p>
    </Page>
  )
}

function Search() {
  const { t } = useWords('vouchers')
  const [address, setAddress] = useSearchParams()
  const [typed, setTyped] = useState<Sought | null>(null)
  const way = ways.find((one) => one === address.get('by')) ?? 'campaign'
  const campaignId = address.get('campaign')
  const state = voucherStates.find((one) => one === address.get('state')) ?? null
  const put = (changes: Record<string, string | null>) =>
    setAddress((before) => {
      const next = withPlace(before, null)
      for (const [name, value] of Object.entries(changes)) value === null ? next.delete(name) : next.set(name, value)
      return next
    })
  const sought: Sought | null =
    way !== 'campaign' ? typed : campaignId === null ? null : { by: 'campaign', campaignId, state }
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className={css.tools}>
        <SegmentedControl
          aria-label={t('by')}
          value={way}
          onChange={(value) => {
            setTyped(null)
            put({ by: value })
          }}
          data={ways.map((one) => ({ value: one, label: t(`by.${one}`) }))}
        />
      </div>
      {way === 'campaign' ? (
        <OfCampaign campaignId={campaignId} state={state} onChange={put} />
      ) : (
        <Typed key={way} way={way} onSearch={setTyped} />
      )}
      {sought === null ? (
        <Empty title={t('start.title')}>
          <p>{t('start.text')}</p>
        </Empty>
      ) : (
        <FoundVouchers key={JSON.stringify(sought)} sought={sought} />
      )}
    </Page>
  )
}

interface OfCampaignProps {
  campaignId: string | null
  state: VoucherState | null
  onChange: (changes: Record<string, string | null>) => void
}

function OfCampaign({ campaignId, state, onChange }: OfCampaignProps) {
  const { t } = useWords('vouchers')
  return (
    <div className={css.tools}>
      <div className={css.wide}>
        <ChooseCampaign
          label={t('campaign.label')}
          placeholder={t('campaign.placeholder')}
          nothing={t('campaign.nothing')}
          value={campaignId}
          onChange={(id) => onChange({ campaign: id })}
        />
      </div>
      <Select
        label={t('state.label')}
        value={state ?? 'any'}
        allowDeselect={false}
        onChange={(value) => onChange({ state: value === 'any' ? null : value })}
        data={[
          { value: 'any', label: t('state.any') },
          ...voucherStates.map((one) => ({ value: one, label: t(`state.${one}`) })),
        ]}
      />
    </div>
  )
}

/** Codes and references stay out of the address: they are secrets, or somebody's. */
function Typed({ way, onSearch }: { way: Exclude<Way, 'campaign'>; onSearch: (sought: Sought) => void }) {
  const { t } = useWords('vouchers')
  const whyNot = useWhyNot('customers.read')
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [hasAsked, setAsked] = useState(false)
  const isPerson = way === 'customer'
  const search = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    const value = text.trim()
    if (value === '' || (isPerson && reason.trim() === '')) return
    if (way === 'code') onSearch({ by: 'code', code: value })
    else if (way === 'order') onSearch({ by: 'order', orderReference: value })
    else onSearch({ by: 'customer', customerReference: value, reason: reason.trim() })
  }
  if (isPerson && whyNot !== null) return <p className={css.note}>{whyNot}</p>
  return (
    <form className={css.tools} onSubmit={search} noValidate>
      <TextInput
        className={css.wide}
        label={t(`${way}.label`)}
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {isPerson && (
        <TextInput
          className={css.wide}
          label={t('reason.label')}
          description={t('reason.hint')}
          error={hasAsked && reason.trim() === '' ? t('reason.missing') : null}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Button type="submit">{t('go')}</Button>
    </form>
  )
}
