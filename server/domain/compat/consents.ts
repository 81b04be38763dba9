// Consents as the vendor once had them: each purpose and channel of the notice in force is one. A yes by this door is a claim
// of the shop: the person is asked to confirm it wherever the house asks that; a no counts at once.

import { z } from 'zod'
import { type Notice, noticeInForce, shownIn } from '#consent/notice.ts'
import { showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import type { Actor } from '#privacy/decide.ts'
import { recordConsents } from '#privacy/decide.ts'
import { requirePerson } from './customers.ts'
import type { Body } from './notes.ts'
import { readShape } from './read-shape.ts'
import { notFound } from './vendor-error.ts'

interface Known {
  id: string
  purpose: string
  channel: Notice['scope'][number]['channel']
}

function consentsIn(notice: Notice | null): Known[] {
  const known = new Map<string, Known>()
  for (const { purpose, channel } of notice?.scope ?? []) {
    const id = `${purpose}.${channel}`
    known.set(id, { id, purpose, channel })
  }
  return [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const list = (data: Body[]) => ({ object: 'list', total: data.length, data_ref: 'data', data })

export async function listConsents(house: House): Promise<Body> {
  const notice = await noticeInForce(house.store.read, house.clock.now())
  const all = consentsIn(notice)
  const purposes = await showPurposes(house.store.read, [...new Set(all.map(({ purpose }) => purpose))])
  const groups = purposes.map(({ key, title, benefit, createdAt }) => {
    const consents = all.flatMap(({ id, purpose }) => (purpose === key ? id : []))
    return {
      id: key,
      name: title,
      description: benefit ?? '',
      consents,
      created_at: createdAt,
      object: 'consent_group',
    }
  })
  const consents = all.map(({ id, purpose, channel }) => {
    const of = purposes.find(({ key }) => key === purpose)
    const name = `${of?.title ?? purpose} (${channel})`
    return {
      id,
      name,
      description: of?.benefit ?? '',
      category: purpose,
      created_at: of?.createdAt ?? null,
      object: 'consent',
    }
  })
  return { groups: list(groups), consents: list(consents) }
}

/** 404 `not_found` for a customer or a consent that is not. */
export async function updateConsents(house: House, key: string, body: unknown, actor: Actor): Promise<void> {
  const asked = readShape(z.record(z.string(), z.boolean()), body)
  const { reference } = await requirePerson(house, key)
  const notice = await noticeInForce(house.store.read, house.clock.now())
  const known = new Map(consentsIn(notice).map((one) => [one.id, one]))
  const decisions = Object.entries(asked).flatMap(([id, isYes]) => {
    const consent = known.get(id)
    if (consent === undefined) throw notFound('consent', id)
    const { purpose, channel } = consent
    const cells = (notice?.scope ?? []).filter((one) => one.purpose === purpose && one.channel === channel)
    const decision = isYes ? ('grant' as const) : ('withdraw' as const)
    return cells.map(({ category }) => ({ purpose, channel, category, decision }))
  })
  if (notice === null || decisions.length === 0) return
  const locale = shownIn(notice, 'en')
  await house.store.write((tx) =>
    recordConsents(
      house,
      tx,
      { customerReference: reference, noticeVersion: notice.version, locale, method: 'form', decisions },
      actor,
    ),
  )
}
