// The shares of a campaign's arms over time, and the way to other shares while it is paused.
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { useOpened } from '../ui/address.ts'
import { Answer } from '../ui/answer.tsx'
import { moment, percent } from '../ui/format.ts'
import { Panel } from '../ui/panel.tsx'
import { Table } from '../ui/table.tsx'
import { useWhyNot } from './access.ts'
import { ChangeShares } from './change-shares.tsx'
import { armName } from './readout-words.ts'
import type { Campaign } from './words.ts'

/** A part of its own (default), because few campaigns have several offers. */
export default function Shares({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('experiments')
  const [isOpen, setOpen] = useOpened('shares')
  const forbidden = useWhyNot('campaigns.write')
  const { id, state } = campaign
  const found = useQuery({
    queryKey: ['shares', id],
    queryFn: ({ signal }) => call('campaignShares', { params: { id }, signal }),
  })
  const change = (
    <Act
      variant="default"
      size="sm"
      whyNot={forbidden ?? (state === 'paused' ? null : t('shares.pause'))}
      onClick={() => setOpen(true)}
    >
      {t('shares.change')}
    </Act>
  )
  return (
    <Panel title={t('shares')} hint={t('shares.hint')} beside={state === 'ended' ? undefined : change}>
      <Answer of={found} bars={1} height={120}>
        {({ stretches }) => {
          const arms = stretches[0]?.arms.map(({ key }) => key) ?? []
          return (
            <Table
              caption={t('shares.all')}
              head={[t('shares.from'), ...arms.map(armName)]}
              rows={stretches.map(({ from, arms: shares }) => [
                from === null ? t('shares.launch') : moment(from),
                ...arms.map((key) => percent(shares.find((one) => one.key === key)?.ofAllBps ?? 0)),
              ])}
            />
          )
        }}
      </Answer>
      {isOpen && state === 'paused' && <ChangeShares campaign={campaign} onClose={() => setOpen(false)} />}
    </Panel>
  )
}
