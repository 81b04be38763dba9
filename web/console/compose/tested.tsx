// The last step: how it is tested; who is held back, and what the comparison will be able to show, said honestly.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../api/call.ts'
import { NumberBlank } from '../../ui/blank.tsx'
import { Failure } from '../../ui/failure.tsx'
import { type Count, count, figure, percent } from '../../ui/format.ts'
import { useWords, wordsOf } from '../words.ts'
import type { Draft } from './draft.ts'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Filled, Step } from './step.tsx'
import { bpsOf, type Typed } from './typed.ts'

type Plan = ReplyOf<'planExperiment'>

export function Tested({ draft, set, reachable }: StepProps & { reachable: Count }) {
  const { t } = useWords('compose')
  return (
    <Step number={8} title={t('test.title')} path="holdoutBps" also={['experiment']} hint={t('test.hint')}>
      <Filled
        text={t('test.holdout')}
        blanks={{
          holdout: (
            <NumberBlank
              label={t('test.holdoutLabel')}
              path="holdoutBps"
              value={draft.holdout}
              onChange={(holdout) => set({ holdout })}
              decimals={2}
              suffix="%"
            />
          ),
        }}
      />
      <Planner draft={draft} reachable={figure(reachable)} />
    </Step>
  )
}

function Planner({ draft, reachable }: { draft: Draft; reachable: number | null }) {
  const { t } = useWords('compose')
  const [people, setPeople] = useState<Typed>('')
  const [buyers, setBuyers] = useState<Typed>(3)
  const [lift, setLift] = useState<Typed>(10)
  const audience = Number(people === '' ? (reachable ?? 0) : people)
  const plan = useMutation({
    mutationFn: () => call('planExperiment', { body: askedOf(draft, audience, buyers, lift) }),
  })
  const share = (label: string, value: Typed, take: (typed: Typed) => void) => (
    <NumberBlank label={label} value={value} onChange={take} decimals={2} suffix="%" />
  )
  return (
    <>
      <Filled
        text={t('plan.sentence')}
        blanks={{
          people: (
            <NumberBlank
              label={t('plan.people')}
              value={people}
              onChange={setPeople}
              placeholder={reachable === null ? t('plan.howMany') : count(reachable)}
              width={9}
            />
          ),
          buyers: share(t('plan.buyers'), buyers, setBuyers),
          lift: share(t('plan.lift'), lift, setLift),
        }}
      />
      <Button
        variant="default"
        size="sm"
        onClick={() => plan.mutate()}
        loading={plan.isPending}
        disabled={audience < 1}
      >
        {t('plan.verb')}
      </Button>
      {plan.isError && <Failure error={plan.error} />}
      <div aria-live="polite">
        {plan.isSuccess && (
          <div className={css.told}>
            {planInWords(plan.data).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        )}
      </div>
    </>
  )
}

function askedOf(draft: Draft, audience: number, buyers: Typed, lift: Typed) {
  return {
    audience,
    holdoutBps: bpsOf(draft.holdout) ?? 0,
    shares: draft.variants.map(({ key, share }) => ({ key: key || 'variant', shareBps: bpsOf(share) ?? 0 })),
    ...(draft.validFor === 'days' ? { windowDays: Number(draft.days || 0) } : {}),
    conversion: Math.min(0.99, Math.max(0.0001, Number(buyers || 0) / 100)),
    expectedLift: Number(lift || 0) / 100,
  }
}

/** What a plan will be able to show, in sentences: the honest one first. */
export function planInWords(plan: Pick<Plan, 'audience' | 'comparisons' | 'promised' | 'arms'>): string[] {
  const t = wordsOf('compose')
  if (plan.comparisons.length === 0) return [t('plan.nothing')]
  const lines = plan.comparisons.map(({ key, family, conversion, promised, expected }) => {
    const what = family === 'pays' ? t('plan.pays', { key }) : t('plan.which', { key })
    const least = conversion.lift
    const said =
      least !== null && promised
        ? t('plan.can', { what, lift: percent(Math.ceil(least * 10_000)) })
        : t('plan.cannot', { what })
    if (expected === null) return said
    const power = percent(Math.round(expected.power * 100) * 100)
    const needed = expected.recipientsNeeded
    return `${said} ${t('plan.power', { lift: percent(Math.round(expected.lift * 10_000)), power })}${
      needed === null ? '' : ` ${t('plan.needed', { people: count(needed) })}`
    }`
  })
  return [
    plan.promised ? t('plan.good', { people: count(plan.audience) }) : t('plan.poor', { people: count(plan.audience) }),
    ...lines,
  ]
}
