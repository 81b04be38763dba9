// What can be done with a campaign that was launched: run it now, pause it, let it go on, end it; each asked first.
import { Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call, newIdempotencyKey } from '../api/call.ts'
import { campaign as campaignQuery } from '../api/queries.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { useDialog } from '../ui/address.ts'
import { useAnnounce } from '../ui/announce.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useWhyNot } from './access.ts'
import { refresh } from './live.tsx'
import type { Campaign } from './words.ts'

type Run = ReplyOf<'runCampaign'>
const deeds = ['run', 'pause', 'resume', 'end'] as const
type Deed = (typeof deeds)[number]
const foreseen: Partial<Record<Deed, Campaign['state']>> = { pause: 'paused', resume: 'live' }

export function Lifecycle({ campaign, onRun }: { campaign: Campaign; onRun: (run: Run) => void }) {
  const { t } = useWords('campaigns')
  const [deed, setDeed] = useDialog(deeds)
  const forbidden = useWhyNot('campaigns.write')
  const { state } = campaign
  const hasEnded = state === 'ended' ? t('why.ended') : null
  const notLive = state === 'paused' ? t('why.paused') : hasEnded
  const start = (next: Deed) => () => setDeed(next)
  const byKey: Deed | null = forbidden !== null || hasEnded !== null ? null : state === 'paused' ? 'resume' : 'pause'
  usePauseKey(byKey === null || deed !== null ? null : start(byKey))
  return (
    <>
      <Act variant="default" onClick={start('run')} whyNot={forbidden ?? notLive}>
        {t('do.run')}
      </Act>
      {state === 'paused' ? (
        <Act onClick={start('resume')} whyNot={forbidden}>
          {t('do.resume')}
        </Act>
      ) : (
        <Act
          variant="default"
          onClick={start('pause')}
          whyNot={forbidden ?? hasEnded}
          rightSection={<span aria-hidden="true">P</span>}
        >
          {t('do.pause')}
        </Act>
      )}
      <Act variant="default" c="var(--bad)" onClick={start('end')} whyNot={forbidden ?? hasEnded}>
        {t('do.end')}
      </Act>
      {deed !== null && forbidden === null && (
        <Ask key={deed} deed={deed} campaign={campaign} onClose={() => setDeed(null)} onRun={onRun} />
      )}
    </>
  )
}

/** P asks whether to pause, wherever the focus is but in a field. */
function usePauseKey(ask: (() => void) | null) {
  useEffect(() => {
    if (ask === null) return
    const hear = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null
      if (event.key.toLowerCase() !== 'p' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      event.preventDefault()
      ask()
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [ask])
}

interface AskProps {
  deed: Deed
  campaign: Campaign
  onClose: () => void
  onRun: (run: Run) => void
}

function Ask({ deed, campaign, onClose, onRun }: AskProps) {
  const [stopRedemptions, setStop] = useState(false)
  // One key per question: pressing the button again after a lost answer does not do it twice.
  const [idempotencyKey] = useState(newIdempotencyKey)
  const client = useQueryClient()
  const announce = useAnnounce()
  const { t } = useWords('campaigns')
  const act = useMutation({
    mutationFn: async () => {
      const input = { params: { id: campaign.id }, idempotencyKey }
      if (deed === 'run') onRun(await call('runCampaign', input))
      if (deed === 'pause') await call('pauseCampaign', input)
      if (deed === 'resume') await call('resumeCampaign', input)
      if (deed === 'end') await call('endCampaign', { ...input, body: { stopRedemptions } })
    },
    // What can be taken back is shown at once, and as it was again when the server says no; the question stays until it has said.
    onMutate: () => {
      const { queryKey } = campaignQuery(campaign.id)
      const was = client.getQueryData(queryKey)
      const state = foreseen[deed]
      if (was !== undefined && state !== undefined) client.setQueryData(queryKey, { ...was, state })
      return was
    },
    onError: (_, __, was) => {
      if (was !== undefined) client.setQueryData(campaignQuery(campaign.id).queryKey, was)
    },
    onSuccess: () => {
      refresh(client, campaign.id)
      announce(t(`do.${deed}.done`))
      onClose()
    },
  })
  return (
    <Confirm
      opened
      title={t(`do.${deed}.title`)}
      verb={deed === 'end' ? t('do.end.verb') : t(`do.${deed}`)}
      isGrave={deed === 'end'}
      isBusy={act.isPending}
      error={act.error}
      onClose={onClose}
      onConfirm={() => act.mutate()}
    >
      <p style={{ margin: 0 }}>{t(`do.${deed}.says`)}</p>
      {deed === 'end' && (
        <Checkbox
          mt="md"
          checked={stopRedemptions}
          onChange={(event) => setStop(event.currentTarget.checked)}
          label={t('do.end.stop')}
          description={t('do.end.stopSays')}
        />
      )}
    </Confirm>
  )
}
