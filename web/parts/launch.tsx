// The launch of a draft: asked once more in plain words, refused with every reason at once.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { call, newIdempotencyKey } from '../api/call.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { useOpened } from '../ui/address.ts'
import { Confirm } from '../ui/confirm.tsx'
import { money } from '../ui/format.ts'
import { useWhyNot } from './access.ts'
import { refresh } from './live.tsx'
import { ReasonSummary } from './reasons.tsx'
import type { Campaign } from './words.ts'
import { campaignInWords } from './words.ts'

/** Launches a campaign and goes to its page, taking the warnings along. */
export function useLaunch() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (id: string) => call('launchCampaign', { params: { id }, idempotencyKey: newIdempotencyKey() }),
    onSuccess: (launched) => {
      refresh(client, launched.id)
      void navigate(`/console/campaigns/${launched.id}`, { state: { launched: true, warned: launched.warned } })
    },
  })
}

/** What one agrees to when pressing launch. */
export function LaunchWords({ sentence, most }: { sentence: string; most: string | null }) {
  const { t } = useWords('campaigns')
  return (
    <>
      <p style={{ margin: 0 }}>{sentence}</p>
      <p style={{ marginBlockEnd: 0 }}>
        {t('launch.says')} {most !== null && <strong>{t('launch.most', { most })} </strong>}
        {t('launch.frozen')}
      </p>
    </>
  )
}

export function Launch({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('campaigns')
  const [isAsking, setAsking] = useOpened('launch')
  const whyNot = useWhyNot('campaigns.write')
  const launch = useLaunch()
  const navigate = useNavigate()
  const { budget } = campaign
  const most = budget?.limitMinor == null ? null : money(budget.limitMinor, budget.currency)
  return (
    <>
      <ReasonSummary
        error={launch.error}
        title={t('launch.refused')}
        onGo={(path) => navigate(`/console/campaigns/${campaign.id}/edit`, { state: { go: path } })}
      />
      <div style={{ marginBlockStart: launch.error ? '1rem' : 0 }}>
        <Act onClick={() => setAsking(true)} whyNot={whyNot} size="md">
          {t('launch.verb')}
        </Act>
      </div>
      <Confirm
        title={t('launch.title')}
        verb={t('launch.now')}
        opened={isAsking}
        isBusy={launch.isPending}
        returnsFocus={launch.error === null}
        onClose={() => setAsking(false)}
        onConfirm={() => launch.mutate(campaign.id, { onError: () => setAsking(false) })}
      >
        <LaunchWords sentence={campaignInWords(campaign)} most={most} />
      </Confirm>
    </>
  )
}
