// Objections and restriction, requests, receipts: each page with what can be done on it.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { showChoices } from '#privacy/choices.ts'
import { closeParty, openParty, showParties } from '#privacy/inside-parties.ts'
import { liftObjectionOf, object, showObjections } from '#privacy/objections.ts'
import { listReceipts, showReceipt } from '#privacy/receipts.ts'
import { askFor, requestsOf } from '#privacy/requests.ts'
import { liftRestriction, restrict } from '#privacy/restrict.ts'
import { actorOf } from '#privacy/sign-in.ts'
import { endSnooze, snooze, snoozeDays } from '#privacy/snooze.ts'
import type { Frame, News } from '../../../web/privacy/models.ts'
import {
  objectionsPage,
  partiesPage,
  receiptPage,
  receiptsPage,
  requestsPage,
} from '../../../web/privacy/pages/rights.ts'
import { fieldOf } from './pages-frame.ts'
import { attempt, type Shown, type Visit } from './pages-visit.ts'
import { askForYes, mustProve, pressOf } from './pages-yes.ts'

export async function showObjectionsRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId } = visit
  const act = pressOf(visit, fieldOf(visit.req, 'meant'))
  let news: News | null
  if ((act === 'lift' || act === 'unrestrict' || act === 'wake') && mustProve(visit)) {
    const asked = await askForYes(visit, { action: '/privacy/objections', meant: act, fields: ['purpose'] })
    if (asked.shown !== null) return asked.shown
    news = asked.news
  } else news = await attempt(frame, () => changeObjections(visit, act))
  const { cards, restricted, snoozedUntil } = await showChoices(house, customerId, frame.words.locale)
  const objections = new Set(await showObjections(house.store.read, customerId))
  const own = cards.map((card) => ({ ...card, objected: objections.has(card.purpose) }))
  const snooze = { ...(await snoozeDays(house, customerId)), until: snoozedUntil }
  const shown = { cards: own, objectedToAll: objections.has('*'), restricted, snooze }
  return { page: objectionsPage({ ...frame, news }, shown), news }
}

async function changeObjections({ house, frame, customerId, req, session }: Visit, act: string): Promise<News | null> {
  const { t } = frame.words
  const asked = fieldOf(req, 'purpose')
  const purpose = asked === '*' ? null : asked
  switch (act) {
    case 'object':
      await object(house, customerId, purpose, actorOf(session))
      return { tone: 'good', title: t('objections.objected'), text: t('objections.objected.text') }
    case 'lift':
      await liftObjectionOf(house, customerId, purpose, actorOf(session))
      return { tone: 'good', title: t('objections.lifted'), text: t('objections.lifted.text') }
    case 'restrict':
      await restrict(house, customerId, actorOf(session))
      return { tone: 'good', title: t('restrict.done'), text: t('restrict.lead') }
    case 'unrestrict':
      await liftRestriction(house, customerId, actorOf(session))
      return { tone: 'good', title: t('restrict.lifted'), text: t('objections.lifted.text') }
    case 'snooze':
      return pause(house, frame, customerId, { day: fieldOf(req, 'until'), actor: actorOf(session) })
    case 'wake':
      await endSnooze(house, customerId, actorOf(session))
      return { tone: 'good', title: t('snooze.over') }
    default:
      return null
  }
}

async function pause(
  house: House,
  { words: { t } }: Frame,
  customerId: string,
  { day, actor }: { day: string; actor: string },
): Promise<News> {
  try {
    await snooze(house, customerId, day, actor)
    return { tone: 'good', title: t('snooze.done'), text: t('snooze.done.text') }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'request.invalid') throw error
    return { tone: 'bad', title: t('error.form'), errors: [{ field: 'field-until', text: t('snooze.wrong') }] }
  }
}

export async function showRequestsRoom({ house, frame, customerId, act }: Visit): Promise<Shown> {
  const { t } = frame.words
  const news = await attempt(frame, async () => {
    if (act !== 'ask') return null
    await askFor(house, customerId, { kind: 'access', via: 'centre' })
    return { tone: 'good', title: t('requests.asked'), text: t('requests.asked.text') }
  })
  const requests = await requestsOf(house, customerId)
  return { page: requestsPage(frame, requests), news }
}

export async function showReceiptsRoom({ house, frame, customerId, req, act }: Visit): Promise<Shown> {
  if (act === 'get') {
    const { receipt, jws } = await showReceipt(house, customerId, fieldOf(req, 'receipt'))
    const json = Buffer.from(JSON.stringify(receipt, null, 2)).toString('base64')
    return { page: receiptPage(frame, { json, jws: Buffer.from(jws).toString('base64') }) }
  }
  return { page: receiptsPage(frame, await listReceipts(house, customerId)) }
}

export async function showPartiesRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId, req } = visit
  const { t, locale } = frame.words
  const act = pressOf(visit, 'open')
  let news: News | null = null
  if (act === 'open' && mustProve(visit)) {
    const asked = await askForYes(visit, { action: '/privacy/parties', meant: act, fields: ['party'] })
    if (asked.shown !== null) return asked.shown
    news = asked.news
  } else if (act === 'close' || act === 'open') {
    news = await attempt(frame, async () => {
      const change = act === 'close' ? closeParty : openParty
      await change(house, customerId, fieldOf(req, 'party'), actorOf(visit.session))
      return { tone: 'good', title: t(act === 'close' ? 'parties.closed.done' : 'parties.opened.done') }
    })
  }
  return { page: partiesPage(frame, await showParties(house.store.read, customerId, locale)), news }
}
