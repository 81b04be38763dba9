// A dry run of codes together: which an order of some worth would be best served with, in which turns, and why not the others.
import { Button, MultiSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BodySent } from '#shared/api.ts'
import { call } from '../../api/call.ts'
import { Failure } from '../../ui/failure.tsx'
import { money } from '../../ui/format.ts'
import { useWords } from '../words.ts'
import type { Draft } from './draft.ts'
import { bodyOf } from './draft.ts'
import css from './step.module.css'
import { Filled } from './step.tsx'
import { minorOf, type Typed } from './typed.ts'
import { CurrencyNumber } from './words-of-money.tsx'

export function StackTrial({ draft }: { draft: Draft }) {
  const { t } = useWords('compose')
  const [worth, setWorth] = useState<Typed>(100)
  const [shipping, setShipping] = useState<Typed>(5)
  const [chosen, setChosen] = useState<string[]>([])
  const live = useQuery({
    queryKey: ['campaigns', 'baselines'],
    queryFn: ({ signal }) => call('listCampaigns', { query: { state: 'live', limit: 100 }, signal }),
  })
  const trial = useMutation({ mutationFn: () => call('tryStack', { body: askedOf(draft, worth, shipping, chosen) }) })
  const others = (live.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const amount = (label: string, value: Typed, take: (typed: Typed) => void) => (
    <CurrencyNumber label={label} currency={draft.currency} value={value} onChange={take} />
  )
  return (
    <div>
      <Filled
        text={t('trial.sentence')}
        blanks={{
          worth: amount(t('trial.worth'), worth, setWorth),
          shipping: amount(t('trial.shipping'), shipping, setShipping),
        }}
      />
      <MultiSelect
        label={t('trial.others')}
        data={others}
        value={chosen}
        onChange={setChosen}
        maxValues={7}
        className={css.field}
        placeholder={others.length === 0 ? t('trial.noOthers') : ''}
      />
      <Button variant="default" size="sm" mt="sm" onClick={() => trial.mutate()} loading={trial.isPending}>
        {t('trial.verb')}
      </Button>
      {trial.isError && <Failure error={trial.error} />}
      <div aria-live="polite">
        {trial.isSuccess && (
          <div className={css.told}>
            <p>
              {t('trial.result', {
                off: money(trial.data.discountMinor, draft.currency),
                due: money(trial.data.dueMinor, draft.currency),
              })}
            </p>
            <ol>
              {trial.data.applied.map((one) => (
                <li key={one.campaignId ?? 'draft'}>
                  <bdi>{one.name}</bdi>: {money(one.discountMinor, draft.currency)}
                </li>
              ))}
            </ol>
            {trial.data.leftOut.map((one) => (
              <p key={one.campaignId ?? 'draft'}>{t('trial.left', { name: one.name, reason: one.reason })}</p>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

function askedOf(draft: Draft, worth: Typed, shipping: Typed, campaignIds: string[]): BodySent<'tryStack'> {
  const { variants, stacking, minimumOrderMinor } = bodyOf(draft)
  const offer = variants[0]?.offer
  return {
    order: {
      currency: draft.currency,
      amountMinor: minorOf(worth, draft.currency) ?? 0,
      shippingMinor: minorOf(shipping, draft.currency) ?? 0,
    },
    campaignIds,
    ...(offer === undefined
      ? {}
      : {
          draft: {
            name: draft.name || '–',
            offer,
            ...(stacking === undefined ? {} : { stacking }),
            ...(minimumOrderMinor === undefined ? {} : { minimumOrderMinor }),
          },
        }),
  }
}
