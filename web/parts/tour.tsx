// The guide through a first campaign: three steps, where one is now; it ends with the launch and does not come back.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useWords } from '../console/words.ts'
import { Check } from '../ui/icons.tsx'
import css from './tour.module.css'

const KEY = 'vouchsafe.tour'
const steps = [1, 2, 3] as const

/** Shown only while nothing was ever launched here; at step 3 the first launch has just happened. */
export function Tour({ step }: { step: 1 | 2 | 3 }) {
  const { t } = useWords('campaigns')
  const [isHidden, setHidden] = useState(() => localStorage.getItem(KEY) !== null)
  const others = useQuery({
    queryKey: ['campaigns', 'tour'],
    queryFn: ({ signal }) => call('listCampaigns', { query: { limit: 5 }, signal }),
    enabled: !isHidden,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const launched = others.data?.data.filter(({ launchedAt }) => launchedAt !== null).length
  const most = step === 3 ? 1 : 0
  if (isHidden || launched === undefined || launched > most) return null
  const end = () => {
    localStorage.setItem(KEY, 'done')
    setHidden(true)
  }
  return (
    <aside className={css.tour} aria-label={t('tour.title')}>
      <p className={css.title}>{step === 3 ? t('tour.done') : t('tour.title')}</p>
      <ol className={css.steps}>
        {steps.map((one) => {
          const isDone = one < step || step === 3
          return (
            <li key={one} data-done={isDone || undefined} aria-current={one === step ? 'step' : undefined}>
              <span className={css.sign} aria-hidden="true">
                {isDone ? <Check size={14} /> : one}
              </span>
              {t(`tour.${one}`)}
            </li>
          )
        })}
      </ol>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={end}>
        {t('tour.hide')}
      </Button>
    </aside>
  )
}
