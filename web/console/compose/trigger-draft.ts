// Pure: the occasion as the form holds it, every kind of it, and as the doors take it.
import type { Trigger } from '../../parts/words.ts'
import { bpsOf, minorOf, type Typed, typedOf, wholeOf } from './typed.ts'

export type TriggerKind = Trigger['kind']
type Where = NonNullable<Extract<Trigger, { kind: 'custom_event' }>['where']>[number]

/** One question about what an event says; its value as it is typed. */
export interface WhereDraft {
  key: string
  op: Where['op']
  value: string
}

/** All that an occasion of any kind may say, so that changing the kind loses nothing. */
export interface TriggerDraft {
  kind: TriggerKind
  leadDays: Typed
  delay: Typed
  delayUnit: 'minutes' | 'hours' | 'days'
  least: Typed
  category: string
  threshold: Typed
  period: 'lifetime' | 'rolling' | 'calendar_year'
  periodDays: Typed
  repeats: boolean
  days: Typed
  event: string
  where: WhereDraft[]
  drop: Typed
  withinDays: Typed
}

export const blankTrigger: TriggerDraft = {
  kind: 'birthday',
  leadDays: 0,
  delay: 1,
  delayUnit: 'hours',
  least: '',
  category: '',
  threshold: 1000,
  period: 'lifetime',
  periodDays: 365,
  repeats: false,
  days: 90,
  event: '',
  where: [],
  drop: 5,
  withinDays: 30,
}

export const triggerKinds: readonly TriggerKind[] = [
  'birthday',
  'anniversary',
  'signed_up',
  'first_order',
  'cart_abandoned',
  'price_drop',
  'back_in_stock',
  'spend_milestone',
  'win_back',
  'custom_event',
  'broadcast',
]

const minutesIn = { minutes: 1, hours: 60, days: 1440 } as const

export function triggerOf({ trigger, currency }: { trigger: TriggerDraft; currency: string }): Trigger {
  const { kind } = trigger
  const delayMinutes = (wholeOf(trigger.delay) ?? 0) * minutesIn[trigger.delayUnit]
  switch (kind) {
    case 'birthday':
    case 'anniversary':
      return { kind, leadDays: wholeOf(trigger.leadDays) ?? 0 }
    case 'signed_up':
    case 'first_order':
      return { kind, delayMinutes }
    case 'cart_abandoned': {
      const least = minorOf(trigger.least, currency) ?? 0
      const worth = least === 0 ? {} : { minimumTotalMinor: least, currency }
      return { kind, delayMinutes, ...worth, ...(trigger.category === '' ? {} : { category: trigger.category }) }
    }
    case 'spend_milestone':
      return milestoneOf(trigger, currency)
    case 'win_back':
      return { kind, days: wholeOf(trigger.days) ?? 0 }
    case 'custom_event':
      return { kind, name: trigger.event, ...(trigger.where.length === 0 ? {} : { where: trigger.where.map(whereOf) }) }
    case 'price_drop':
      return { kind, minimumBps: bpsOf(trigger.drop) ?? 1, withinDays: wholeOf(trigger.withinDays) ?? 30 }
    case 'back_in_stock':
      return { kind, withinDays: wholeOf(trigger.withinDays) ?? 30 }
    case 'broadcast':
      return { kind }
  }
}

function milestoneOf(trigger: TriggerDraft, currency: string): Trigger {
  const { period, repeats } = trigger
  const days = wholeOf(trigger.periodDays) ?? 0
  return {
    kind: 'spend_milestone',
    thresholdMinor: minorOf(trigger.threshold, currency) ?? 0,
    currency,
    ...(period === 'lifetime' ? {} : { period: period === 'rolling' ? { kind: period, days } : { kind: period } }),
    ...(repeats ? { repeats } : {}),
  }
}

/** Numbers and yes-or-no are told by how they look, as they came with the event; a list is parted by commas. */
function whereOf({ key, op, value }: WhereDraft): Where {
  if (op === 'in') return { key, op, value: value.split(',').map((part) => scalarOf(part.trim())) }
  return { key, op, value: scalarOf(value) }
}

function scalarOf(typed: string): string | number | boolean {
  if (typed === 'true' || typed === 'false') return typed === 'true'
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed
}

/** A stored occasion as it is typed. */
export function triggerTyped(trigger: Trigger, currency: string): TriggerDraft {
  const typed: TriggerDraft = { ...blankTrigger, kind: trigger.kind }
  if ('leadDays' in trigger) typed.leadDays = trigger.leadDays
  if ('delayMinutes' in trigger) Object.assign(typed, delayTyped(trigger.delayMinutes))
  if ('withinDays' in trigger) typed.withinDays = trigger.withinDays
  if ('minimumBps' in trigger) typed.drop = trigger.minimumBps / 100
  if (trigger.kind === 'win_back') typed.days = trigger.days
  if (trigger.kind === 'cart_abandoned') {
    Object.assign(typed, { least: typedOf(trigger.minimumTotalMinor, currency), category: trigger.category ?? '' })
  }
  if (trigger.kind === 'spend_milestone') {
    const { period, repeats = false } = trigger
    Object.assign(typed, { threshold: typedOf(trigger.thresholdMinor, currency), repeats })
    if (period !== undefined) typed.period = period.kind
    if (period?.kind === 'rolling') typed.periodDays = period.days
  }
  if (trigger.kind === 'custom_event') {
    const where = (trigger.where ?? []).map(({ key, op, value }) => ({ key, op, value: String(value) }))
    Object.assign(typed, { event: trigger.name, where })
  }
  return typed
}

function delayTyped(minutes: number): Pick<TriggerDraft, 'delay' | 'delayUnit'> {
  const delayUnit = minutes % 1440 === 0 && minutes > 0 ? 'days' : minutes % 60 === 0 ? 'hours' : 'minutes'
  return { delay: minutes / minutesIn[delayUnit], delayUnit }
}
