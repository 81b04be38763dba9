// Asks for other shares of a paused campaign's offers, and says before anything changes what they mean for its comparisons.
import { NumberInput } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../api/call.ts'
import { useWords } from '../console/words.ts'
import { useAnnounce } from '../ui/announce.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Failure } from '../ui/failure.tsx'
import { percent } from '../ui/format.ts'
import { Table } from '../ui/table.tsx'
import { refresh } from './live.tsx'
import css from './readout.module.css'
import { armName, plain } from './readout-words.ts'
import type { Campaign } from './words.ts'

const FULL_BPS = 10_000

export function ChangeShares({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useWords('experiments')
  const { id, variants, holdoutBps } = campaign
  const client = useQueryClient()
  const announce = useAnnounce()
  const [shares, setShares] = useState(() => variants.map(({ key, shareBps }) => ({ key, shareBps })))
  const sum = shares.reduce((all, { shareBps }) => all + shareBps, 0)
  const body = { shares }
  const foreseen = useQuery({
    queryKey: ['foreseen-shares', id, shares],
    queryFn: ({ signal }) => call('foreseeShares', { params: { id }, body, signal }),
    enabled: sum === FULL_BPS,
    placeholderData: keepPreviousData,
  })
  const change = useMutation({
    mutationFn: () => call('changeShares', { params: { id }, body }),
    onSuccess: () => {
      refresh(client, id)
      announce(t('shares.done'))
      onClose()
    },
  })
  const wrongSum = sum === FULL_BPS ? null : t('shares.sum', { sum: percent(sum), whole: percent(FULL_BPS) })
  const isSame = shares.every(({ key, shareBps }) => variants.find((one) => one.key === key)?.shareBps === shareBps)
  return (
    <Confirm
      opened
      title={t('shares.title')}
      verb={t('shares.verb')}
      whyNot={wrongSum ?? (isSame ? t('shares.same') : null)}
      isBusy={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() => change.mutate()}
    >
      <div className={css.stack}>
        {shares.map(({ key, shareBps }) => (
          <NumberInput
            key={key}
            label={t('shares.of', { arm: armName(key) })}
            value={shareBps / 100}
            min={0}
            max={100}
            decimalScale={2}
            clampBehavior="strict"
            suffix=" %"
            onChange={(value) => {
              const to = Math.round(Number(value || 0) * 100)
              setShares(shares.map((one) => (one.key === key ? { key, shareBps: to } : one)))
            }}
          />
        ))}
        <p className={css.soft} role="status">
          {wrongSum ?? (isSame ? t('shares.same') : '')}
        </p>
        {holdoutBps > 0 && <p className={css.soft}>{t('shares.holdout', { share: percent(holdoutBps) })}</p>}
        {foreseen.error !== null && <Failure error={foreseen.error} onRetry={() => foreseen.refetch()} />}
        {wrongSum === null && !isSame && foreseen.data !== undefined && <Means foreseen={foreseen.data} />}
      </div>
    </Confirm>
  )
}

function Means({ foreseen: { arms, comparisons, stretches } }: { foreseen: ReplyOf<'foreseeShares'> }) {
  const { t } = useWords('experiments')
  return (
    <div className={css.stack}>
      <ul className={css.list} aria-label={t('shares.means')}>
        <li>{t('shares.whoever')}</li>
        <li>{t('shares.stretches', { count: stretches })}</li>
        <li>{t('shares.log')}</li>
      </ul>
      <Table
        caption={t('shares.all')}
        isCaptionShown
        head={[t('shares.arm'), t('shares.now'), t('shares.then')]}
        rows={arms.map(({ key, beforeBps, afterBps }) => [armName(key), percent(beforeBps), percent(afterBps)])}
      />
      {comparisons.length > 0 && <Needs comparisons={comparisons} />}
    </div>
  )
}

function Needs({ comparisons }: Pick<ReplyOf<'foreseeShares'>, 'comparisons'>) {
  const { t } = useWords('experiments')
  const { t: ofReports } = useWords('reports')
  return (
    <Table
      caption={t('shares.needs')}
      isCaptionShown
      head={[t('shares.comparison'), t('shares.factor')]}
      rows={comparisons.map(({ treatment, control, peopleFactor }) => [
        ofReports('against', { treatment: armName(treatment), control: armName(control) }),
        peopleFactor === null ? t('shares.never') : t('shares.times', { factor: plain(peopleFactor) }),
      ])}
    />
  )
}
