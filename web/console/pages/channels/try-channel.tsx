// A channel tried: a campaign's message goes to an address of one's own, past the outbox, and what came of it is said.
import { Alert, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useChoice, useInAddress } from '../../../ui/address.ts'
import { Failure } from '../../../ui/failure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import { ChooseCampaign } from '../vouchers/choose-campaign.tsx'
import css from '../vouchers/desk.module.css'

/** What a test can be sent by; on-site offers are seen on the page itself. */
const tried = ['email', 'sms', 'push', 'webhook', 'partner'] as const
type Tried = (typeof tried)[number]

export function TryChannel() {
  const { t } = useWords('delivery')
  const whyNot = useWhyNot('campaigns.write')
  const [channel, setChannel] = useChoice('try', tried)
  const [campaignId, setCampaignId] = useInAddress('campaign')
  const [to, setTo] = useState('')
  const test = useMutation({
    mutationFn: () =>
      call('testMessage', {
        params: { id: campaignId ?? '' },
        body: { channel, ...placeOf(channel, to.trim()) },
        // A push message goes to the browsers of a customer, who can read that somebody did so.
        ...(channel === 'push' ? { reason: t('try.go') } : {}),
      }),
  })
  const needsAddress = channel === 'email' || channel === 'sms' || channel === 'push'
  const lacks =
    campaignId === null ? t('try.campaignFirst') : needsAddress && to.trim() === '' ? t('try.addressFirst') : null
  return (
    <Panel title={t('try.title')} hint={t('try.hint')}>
      <div className={css.tools}>
        <Select
          label={t('channel')}
          value={channel}
          allowDeselect={false}
          data={tried.map((one) => ({ value: one, label: t(`via.${one}`) }))}
          onChange={(value) => {
            setChannel(tried.find((one) => one === value) ?? 'email')
            test.reset()
          }}
        />
        <div className={css.wide}>
          <ChooseCampaign
            label={t('campaign')}
            placeholder={t('imports.choose')}
            nothing={t('imports.noCampaign')}
            value={campaignId}
            onChange={setCampaignId}
          />
        </div>
        {needsAddress && (
          <TextInput
            className={css.wide}
            label={t(`try.to.${channel}`)}
            value={to}
            maxLength={320}
            autoComplete="off"
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        )}
        <Act whyNot={whyNot ?? lacks} onClick={() => test.mutate()} loading={test.isPending}>
          {t('try.go')}
        </Act>
      </div>
      {test.error !== null && <Failure error={test.error} />}
      {test.data !== undefined && (
        <Alert color={test.data.outcome === 'sent' ? 'pine' : 'brick'} variant="light" role="status">
          {t(`try.${test.data.outcome}`)} {test.data.reason !== null && <bdi>{test.data.reason}</bdi>}
        </Alert>
      )}
    </Panel>
  )
}

const placeOf = (channel: Tried, to: string) =>
  to === ''
    ? {}
    : channel === 'push'
      ? { customerReference: to }
      : channel === 'email' || channel === 'sms'
        ? { to }
        : {}
