// What can be done with a campaign that was launched: run it now, pause it, let it go on, end it; each asked first.
import { Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call, newIdempotencyKey } from '../api/call.ts'
import { Act } from '../ui/act.tsx'
import { useAnnounce } from '../ui/announce.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useWhyNot } from './access.ts'
import { refresh } from './live.tsx'
import type { Campaign } from './words.ts'

type Run = ReplyOf<'runCampaign'>
type Deed = 'run' | 'pause' | 'resume' | 'end'

const questions: Record<Deed, { title: string; verb: string; isGrave: boolean; done: string; says: ReactNode }> = {
  run: {
    title: 'Run this campaign now?',
    verb: 'Run now',
    isGrave: false,
    done: 'The run has finished.',
    says: 'Everybody who is due now, has agreed and fits the budget gets a voucher. Whoever had one for this occasion gets no second.',
  },
  pause: {
    title: 'Pause this campaign?',
    verb: 'Pause',
    isGrave: false,
    done: 'The campaign is paused.',
    says: 'No vouchers are issued or sent until you resume. Codes that people already have keep working at the checkout.',
  },
  resume: {
    title: 'Resume this campaign?',
    verb: 'Resume',
    isGrave: false,
    done: 'The campaign is live again.',
    says: 'Issuing and sending go on from now. Consent is asked again for everybody.',
  },
  end: {
    title: 'End this campaign?',
    verb: 'End for good',
    isGrave: true,
    done: 'The campaign has ended.',
    says: 'No vouchers are issued or sent any more. This cannot be taken back.',
  },
}

export function Lifecycle({ campaign, onRun }: { campaign: Campaign; onRun: (run: Run) => void }) {
  const [deed, setDeed] = useState<Deed | null>(null)
  const forbidden = useWhyNot('campaigns.write')
  const { state } = campaign
  const hasEnded = state === 'ended' ? 'This campaign has ended; it can still be read.' : null
  const notLive = state === 'paused' ? 'The campaign is paused. Resume it first.' : hasEnded
  const start = (next: Deed) => () => setDeed(next)
  return (
    <>
      <Act variant="default" onClick={start('run')} whyNot={forbidden ?? notLive}>
        Run now
      </Act>
      {state === 'paused' ? (
        <Act onClick={start('resume')} whyNot={forbidden}>
          Resume
        </Act>
      ) : (
        <Act variant="default" onClick={start('pause')} whyNot={forbidden ?? hasEnded}>
          Pause
        </Act>
      )}
      <Act variant="default" c="var(--bad)" onClick={start('end')} whyNot={forbidden ?? hasEnded}>
        End
      </Act>
      {deed !== null && <Ask key={deed} deed={deed} campaign={campaign} onClose={() => setDeed(null)} onRun={onRun} />}
    </>
  )
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
  const question = questions[deed]
  const act = useMutation({
    mutationFn: async () => {
      const input = { params: { id: campaign.id }, idempotencyKey }
      if (deed === 'run') onRun(await call('runCampaign', input))
      if (deed === 'pause') await call('pauseCampaign', input)
      if (deed === 'resume') await call('resumeCampaign', input)
      if (deed === 'end') await call('endCampaign', { ...input, body: { stopRedemptions } })
    },
    onSuccess: () => {
      refresh(client, campaign.id)
      announce(question.done)
      onClose()
    },
  })
  return (
    <Confirm
      opened
      title={question.title}
      verb={question.verb}
      isGrave={question.isGrave}
      isBusy={act.isPending}
      error={act.error}
      onClose={onClose}
      onConfirm={() => act.mutate()}
    >
      <p style={{ margin: 0 }}>{question.says}</p>
      {deed === 'end' && (
        <Checkbox
          mt="md"
          checked={stopRedemptions}
          onChange={(event) => setStop(event.currentTarget.checked)}
          label="Also stop redemptions"
          description="Otherwise the codes people hold work until they expire."
        />
      )}
    </Confirm>
  )
}
