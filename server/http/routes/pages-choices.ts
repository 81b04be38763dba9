// Choices and what changed: what a form wants against what there is, as a patch of cells.
import type { Request } from 'express'
import { consentsVersion } from '#consent/cells.ts'
import { Refusal } from '#core/refusal.ts'
import { answerChange, showChanges } from '#privacy/changes.ts'
import { type Change, changeChoices, showChoices, withdrawEverything } from '#privacy/choices.ts'
import { deviceOf } from '#privacy/same-device.ts'
import { type Category, type CellState, type Channel, contactCategory } from '#shared/kinds.ts'
import type { Card, Choices, News } from '../../../web/privacy/models.ts'
import { choicesPage } from '../../../web/privacy/pages/choices.ts'
import { changesPage } from '../../../web/privacy/pages/rights.ts'
import type { Words } from '../../../web/privacy/words.ts'
import { fieldOf, fieldsOf, seenIn } from './pages-frame.ts'
import { asRefusal } from './pages-refusals.ts'
import { attempt, labelsIn, noticeLocale, type Shown, type Visit } from './pages-visit.ts'
import { askForYes, mustProve, pressOf } from './pages-yes.ts'

/** What a page of choices sends along, so that a code in between loses none of it. */
const FIELDS = ['view', 'purpose', 'notice', 'labels', 'version', 'shape', 'channel', 'category', 'cell']

export async function showChoicesRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId, req } = visit
  const { locale } = frame.words
  let held: Record<string, string> | null = visit.wrong ? {} : null
  let news = await attempt(frame, () => decide(visit, (version) => (held = { version: version ?? NONE })))
  if (held !== null && news?.tone !== 'bad') {
    const yes = { action: '/privacy/choices', meant: 'save', fields: FIELDS, instead: held }
    const asked = await askForYes(visit, yes, news)
    if (asked.shown !== null) return asked.shown
    news = asked.news
  }
  const choices = await showChoices(house, customerId, locale)
  return { page: choicesPage(frame, choices, fieldOf(req, 'view') === 'table' ? 'table' : 'cards'), news }
}

/** What a form says that was made before she had decided anything (web/privacy/pages/choices.ts). */
const NONE = 'none'

/** What the form was made from; undefined for one that does not say. */
function versionIn(req: Request): string | null | undefined {
  const said = fieldOf(req, 'version')
  return said === '' ? undefined : said === NONE ? null : said
}

/** A no counts at once; a yes waits for the code that is mailed for it (`hold`, with what it is then based on). One from a page
 * that is older than her last decision is refused; its noes are heard. */
async function decide(visit: Visit, hold: (version: string | null) => void): Promise<News | null> {
  const { house, frame, customerId, req } = visit
  const act = pressOf(visit, 'save')
  if (act === 'none') {
    const { withdrawn } = await withdrawEverything(house, customerId, viaOf(visit))
    return saved(frame.words, withdrawn > 0 ? 'off' : 'same')
  }
  if ((act !== 'save' && act !== 'off') || visit.wrong) return null
  const before = await showChoices(house, customerId, frame.words.locale)
  const card = before.cards.find(({ purpose }) => purpose === fieldOf(req, 'purpose'))
  if (card === undefined) return null
  const wanted = act === 'off' ? endings(card) : differences(card, wantedIn(req))
  const noes = wanted.filter(({ decision }) => decision !== 'grant')
  const hasYes = noes.length < wanted.length
  const isHeld = mustProve(visit) && hasYes
  const version = versionIn(req)
  const shown = { labelsSha256: labelsIn(req), via: viaOf(visit), device: deviceOf(house, seenIn(req)) }
  const locale = await noticeLocale(house, frame.words.locale)
  const change = (changes: Change[]) =>
    changeChoices(house, customerId, changes, {
      ...shown,
      noticeVersion: Number(fieldOf(req, 'notice')),
      locale,
      ifVersion: version,
    })
  const isStale = hasYes && version !== undefined && version !== before.version
  if (isStale || isHeld) await change(noes)
  if (isStale) throw new Refusal('consent.changed')
  if (isHeld) {
    hold(noes.length === 0 ? before.version : await consentsVersion(house.store.read, customerId))
    return noes.length === 0 ? null : saved(frame.words, 'off')
  }
  try {
    await change(wanted)
  } catch (error) {
    // somebody was faster between the look and the write: the noes are heard all the same
    if (asRefusal(error)?.code === 'consent.changed') await change(noes)
    throw error
  }
  return saved(frame.words, await outcome(visit, card.purpose, wanted))
}

const viaOf = ({ session }: Visit) => (session.asGuardian ? ('guardian' as const) : ('centre' as const))

type Outcome = 'on' | 'off' | 'doi' | 'same'

const saved = ({ t }: Words, outcome: Outcome): News => ({
  tone: 'good',
  title: t('choices.saved'),
  text: t(`choices.saved.${outcome}`),
})

async function outcome({ house, customerId, frame }: Visit, purpose: string, changes: Change[]): Promise<Outcome> {
  if (changes.length === 0) return 'same'
  if (!changes.some(({ decision }) => decision === 'grant')) return 'off'
  const after: Choices = await showChoices(house, customerId, frame.words.locale)
  const card = after.cards.find((one) => one.purpose === purpose)
  return card?.cells.some(({ state }) => state === 'pending_doi') ? 'doi' : 'on'
}

type Wanted = (channel: Channel, category: Category) => boolean

/** Switches stand for the product of channels and data; the table names every cell. */
function wantedIn(req: Request): Wanted {
  if (fieldOf(req, 'shape') === 'cells') {
    const cells = new Set(fieldsOf(req, 'cell'))
    return (channel, category) => cells.has(`${channel} ${category}`)
  }
  const channels = new Set(fieldsOf(req, 'channel'))
  const categories = new Set(fieldsOf(req, 'category'))
  return (channel, category) =>
    channels.has(channel) && (contactCategory[channel] === category || categories.has(category))
}

const isYes = (state: CellState) => state === 'granted' || state === 'pending_doi' || state === 'pending_guardian'
const mayEnd = (state: CellState) => isYes(state) || state === 'expired' || state === 'reconsent_required'

/** What is not named stays as it is: a cell left empty that nobody was asked for becomes a no, other noes stay. */
export function differences({ purpose, cells }: Card, wants: Wanted): Change[] {
  return cells.flatMap(({ channel, category, state }): Change[] => {
    const cell = { purpose, channel, category }
    if (wants(channel, category)) return isYes(state) ? [] : [{ ...cell, decision: 'grant' }]
    if (mayEnd(state)) return [{ ...cell, decision: 'withdraw' }]
    return state === 'unknown' || state === 'requested' ? [{ ...cell, decision: 'refuse' }] : []
  })
}

export function endings({ purpose, cells }: Card): Change[] {
  return cells
    .filter(({ state }) => mayEnd(state))
    .map(({ channel, category }) => ({ purpose, channel, category, decision: 'withdraw' }))
}

export async function showChangesRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId, req } = visit
  const { words } = frame
  const act = pressOf(visit, 'accept')
  let news: News | null = null
  if (act === 'accept' && mustProve(visit)) {
    const asked = await askForYes(visit, { action: '/privacy/changes', meant: act, fields: ['change'] })
    if (asked.shown !== null) return asked.shown
    news = asked.news
  } else if (act === 'accept' || act === 'refuse') {
    news = await attempt(frame, async () => {
      const locale = await noticeLocale(house, words.locale)
      const device = deviceOf(house, seenIn(req))
      const shown = { locale, labelsSha256: null, via: viaOf(visit), device }
      await answerChange(house, customerId, fieldOf(req, 'change'), act, shown)
      const title = words.t(act === 'accept' ? 'changes.accepted' : 'changes.refused')
      return { tone: 'good', title, text: words.t('changes.answered') }
    })
  }
  const { cards } = await showChoices(house, customerId, words.locale)
  const titles = new Map(cards.map(({ purpose, title }) => [purpose, title]))
  const changes = await showChanges(house, customerId)
  const named = changes.map((one) => ({
    ...one,
    purpose: one.purpose === null ? null : (titles.get(one.purpose) ?? one.purpose),
  }))
  return { page: changesPage(frame, named), news }
}
