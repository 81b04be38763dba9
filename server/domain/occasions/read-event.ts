// Reads one reported event, or says what is wrong with it; pure. A bad event does not cost the others of its batch.
import type { z } from 'zod'
import { custom, eventShapes, type Item, type ShopEvent } from '#shared/contracts/events.ts'
import { MAX_MINOR } from '#shared/money.ts'
import { amountOf } from './order-facts.ts'

export type EventRead = { event: ShopEvent } | { error: { code: string; path: string; message: string } }

export function readEvent(value: unknown): EventRead {
  const shape = shapeOf(value)
  if (shape === undefined) {
    return { error: { code: 'event.unknown_type', path: 'type', message: 'must be one of the known types' } }
  }
  const parsed = shape.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return invalid(issue?.path.join('.') ?? '', issue?.message ?? 'unusable')
  }
  const event = parsed.data
  if (Number.isNaN(Date.parse(event.at))) return invalid('at', 'must be an instant')
  if ('items' in event && event.items !== undefined && !fits(event.items))
    return invalid('items', `must not be worth more than ${MAX_MINOR} minor units`)
  return { event }
}

const invalid = (path: string, message: string): EventRead => ({ error: { code: 'request.invalid', path, message } })

function shapeOf(value: unknown): z.ZodType<ShopEvent> | undefined {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  if (typeof type !== 'string') return undefined
  if (type.startsWith('custom.')) return custom
  return Object.hasOwn(eventShapes, type) ? eventShapes[type as keyof typeof eventShapes] : undefined
}

const fits = (items: readonly Item[]): boolean => items.reduce((sum, item) => sum + amountOf(item), 0) <= MAX_MINOR
