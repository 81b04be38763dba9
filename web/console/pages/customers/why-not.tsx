// Why a customer got a voucher of a campaign, or did not: all that issuing asks, in its order; on her record.
import { useMutation } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { useInAddress } from '../../../ui/address.ts'
import { Failure } from '../../../ui/failure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import { ChooseCampaign } from '../vouchers/choose-campaign.tsx'
import css from '../vouchers/desk.module.css'

export function WhyNot({ reference, reason }: { reference: string; reason: string }) {
  const { t } = useWords('customers')
  const mayNot = useWhyNot('campaigns.read')
  const [campaignId, setCampaignId] = useInAddress('campaign')
  const ask = useMutation({
    mutationFn: (id: string) => call('whyNot', { params: { id, reference }, reason }),
  })
  if (mayNot !== null) return null
  return (
    <Panel title={t('why.title')} hint={t('why.hint')}>
      <div className={css.tools}>
        <div className={css.wide}>
          <ChooseCampaign
            label={t('why.campaign')}
            placeholder={t('why.placeholder')}
            nothing={t('why.nothing')}
            value={campaignId}
            onChange={(id) => {
              setCampaignId(id)
              ask.reset()
            }}
          />
        </div>
        <Act
          whyNot={campaignId === null ? t('why.placeholder') : null}
          loading={ask.isPending}
          onClick={() => campaignId !== null && ask.mutate(campaignId)}
        >
          {t('why.go')}
        </Act>
      </div>
      {ask.error !== null && <Failure error={ask.error} />}
      {ask.data !== undefined && (
        <div aria-live="polite">
          <p className={css.title}>{t.maybe(`why.outcome.${ask.data.outcome}`, {}, ask.data.says)}</p>
          <ul className={css.counts}>
            {ask.data.checks.map(({ check, holds }) => (
              <li key={check}>
                {t(`why.check.${check}`)}:{' '}
                <span className={css.badge} data-tone={holds ? 'good' : 'bad'}>
                  {t(holds ? 'why.holds' : 'why.fails')}
                </span>
              </li>
            ))}
          </ul>
          {ask.data.category !== null && (
            <p className={css.note}>{t('why.missing', { kind: t(`kind.${ask.data.category}`) })}</p>
          )}
        </div>
      )}
    </Panel>
  )
}
