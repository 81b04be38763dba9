// Choices: one card per purpose, channel switches by data switches, or every cell in a table; off is one press. Pure.
import type { Category, Channel } from '#shared/kinds.ts'
import { contactCategory } from '#shared/kinds.ts'
import { html, type Markup } from '../html.ts'
import type { Card, CellChoice, Choices, Frame } from '../models.ts'
import {
  badge,
  button,
  categoryName,
  channelName,
  clauseLink,
  empty,
  form,
  isOn,
  isWaiting,
  own,
  type Page,
  tick,
  toneOf,
} from '../parts.ts'

export interface Switches {
  channels: readonly { channel: Channel; on: boolean }[]
  categories: readonly { category: Category; on: boolean }[]
  /** Whether the switches say all there is to say: every cell is the product of its channel and its category. */
  isWhole: boolean
}

/** A channel is on by its contact category; a category is on where it is on for every channel that is on. */
export function switchesOf(cells: readonly CellChoice[]): Switches {
  const contact = cells.filter(({ channel, category }) => contactCategory[channel] === category)
  const others = cells.filter(({ channel, category }) => contactCategory[channel] !== category)
  const on = new Set(contact.filter(({ state }) => isWanted(state)).map(({ channel }) => channel))
  const categories = [...new Set(others.map(({ category }) => category))].map((category) => {
    const reached = others.filter((cell) => cell.category === category && on.has(cell.channel))
    return { category, on: reached.length > 0 && reached.every(({ state }) => isWanted(state)) }
  })
  const wanted = new Set(categories.filter((one) => one.on).map(({ category }) => category))
  const isWhole = others.every(
    ({ channel, category, state }) => isWanted(state) === (on.has(channel) && wanted.has(category)),
  )
  return { channels: contact.map(({ channel }) => ({ channel, on: on.has(channel) })), categories, isWhole }
}

/** What she said yes to and nobody has to ask her for again. */
const isWanted = (state: CellChoice['state']) =>
  state === 'granted' || state === 'pending_doi' || state === 'pending_guardian'

export function choicesPage(frame: Frame, choices: Choices, view: 'cards' | 'table'): Page {
  const { t } = frame.words
  const { cards, changesToSee } = choices
  const other = view === 'cards' ? 'table' : 'cards'
  const anyOn = cards.some(
    ({ cells, legalBasis }) => legalBasis === 'consent' && cells.some(({ state }) => isWanted(state)),
  )
  return {
    title: t('choices.title'),
    body: html`<p class="lead">${t('choices.lead')}</p>
${changesToSee > 0 && html`<div class="note"><p>${t('choices.changes', { count: changesToSee })}</p>${form(frame, '/privacy/changes', button(t('choices.changes.see')))}</div>`}
${choices.restricted && html`<p class="note">${t('choices.restricted')}</p>`}
${choices.snoozedUntil !== null && html`<p class="note">${t('choices.snoozed', { day: frame.words.day(choices.snoozedUntil) })}</p>`}
${choices.objectedToAll && html`<p class="note">${t('choices.objected')}</p>`}
${cards.length === 0 && empty(t('choices.empty'), t('choices.empty.next'))}
${
  cards.length > 0 &&
  html`<div class="row">${form(frame, '/privacy/choices', button(t(`choices.view.${other}`), 'quiet'), { view: other })}
${anyOn && form(frame, '/privacy/choices', button(t('choices.none'), 'danger'), { act: 'none', view, notice: String(choices.noticeVersion) })}</div>`
}
${cards.map((card) => cardOf(frame, choices, card, view))}`,
  }
}

function cardOf(frame: Frame, choices: Choices, card: Card, view: 'cards' | 'table'): Markup {
  const { words } = frame
  const { t } = words
  const switches = switchesOf(card.cells)
  const isTable = view === 'table' || !switches.isWhole
  const hidden = {
    act: 'save',
    view,
    purpose: card.purpose,
    notice: String(choices.noticeVersion),
    labels: choices.labelsSha256,
    version: choices.version ?? 'none',
    shape: isTable ? 'cells' : 'switches',
  }
  const isConsent = card.legalBasis === 'consent'
  const anyOn = card.cells.some(({ state }) => isWanted(state))
  return html`<section class="card" id="purpose-${card.purpose}"><h2>${own(card.title)} ${statusOf(frame, card)}</h2>
${card.benefit !== null && html`<p>${own(card.benefit)}</p>`}${card.incentive !== null && html`<p class="hint">${t('choices.incentive')} ${own(card.incentive)}</p>`}
${!isConsent && html`<p class="hint">${t(`basis.${card.legalBasis}`)} ${own(card.justification ?? '')}</p>`}
<p>${clauseLink(frame, choices.noticeVersion, card.purpose, card.title)}</p>
${isConsent && form(frame, '/privacy/choices', [isTable ? tableOf(frame, card) : switchesIn(frame, card, switches), saved(frame, card)], hidden)}
${isConsent && anyOn && form(frame, '/privacy/choices', button(t('choices.off'), 'danger', { about: card.title }), { ...hidden, act: 'off' })}
${!isConsent && !card.objected && form(frame, '/privacy/objections', button(t('objections.object'), 'danger', { about: card.title }), { act: 'object', purpose: card.purpose })}
${dates(frame, card)}</section>`
}

const saved = ({ words: { t } }: Frame, card: Card) =>
  html`<p>${button(t('choices.save'), 'main', { about: card.title })}</p>`

function statusOf({ words: { t } }: Frame, { cells, objected, legalBasis }: Card): Markup {
  if (objected) return badge(t('choices.status.objected'), 'off')
  if (legalBasis !== 'consent') return badge(t('choices.status.other'), 'wait')
  if (cells.some(({ state }) => isOn(state))) return badge(t('choices.status.on'), 'on')
  if (cells.some(({ state }) => isWaiting(state))) return badge(t('choices.status.wait'), 'wait')
  return badge(t('choices.status.off'), 'off')
}

function switchesIn({ words }: Frame, { purpose, title }: Card, { channels, categories }: Switches): Markup {
  const { t } = words
  const one = (name: 'channel' | 'category', value: string, label: string, checked: boolean) =>
    tick({ id: `${purpose}-${value}`, name, value, label, checked, about: title })
  return html`<fieldset><legend>${t('choices.channels')}</legend>${channels.map((it) => one('channel', it.channel, channelName(words, it.channel), it.on))}</fieldset>
${categories.length > 0 && html`<fieldset><legend>${t('choices.categories')}</legend>${categories.map((it) => one('category', it.category, categoryName(words, it.category), it.on))}</fieldset>`}`
}

function tableOf(frame: Frame, card: Card): Markup {
  const { words } = frame
  const channels = [...new Set(card.cells.map(({ channel }) => channel))]
  const categories = [...new Set(card.cells.map(({ category }) => category))]
  const find = (channel: Channel, category: Category) =>
    card.cells.find((cell) => cell.channel === channel && cell.category === category)
  return html`<div class="wide" tabindex="0" role="region" aria-label="${card.title}"><table><thead><tr><th scope="col">${words.t('choices.table.data')}</th>${channels.map((channel) => html`<th scope="col">${channelName(words, channel)}</th>`)}</tr></thead>
<tbody>${categories.map(
    (category) =>
      html`<tr><th scope="row">${categoryName(words, category)}</th>${channels.map((channel) => {
        const cell = find(channel, category)
        if (cell === undefined) return html`<td>–</td>`
        const label = `${categoryName(words, category)}, ${channelName(words, channel)}`
        return html`<td><input type="checkbox" name="cell" value="${channel} ${category}" aria-label="${label}"${isWanted(cell.state) && html` checked`}> <small class="${toneOf(cell.state)}">${words.state(cell.state)}</small></td>`
      })}</tr>`,
  )}</tbody></table></div>`
}

/** When she decided and until when it counts, said once per card and state. */
function dates({ words }: Frame, { cells }: Card): Markup | null {
  const { t } = words
  const decided = cells.filter(({ since }) => since !== null)
  if (decided.length === 0) return null
  const lines = new Map<string, CellChoice>()
  for (const cell of decided) {
    const day = words.day(cell.since ?? 0)
    lines.set(`${cell.state} ${day} ${cell.noticeVersion} ${cell.byGuardian}`, cell)
  }
  return html`<ul class="dates">${[...lines.values()]
    .slice(0, 6)
    .map(
      (cell) =>
        html`<li>${t('choices.since', { state: words.state(cell.state), day: words.day(cell.since ?? 0), version: String(cell.noticeVersion ?? '') })}${
          cell.byGuardian && html` ${t('choices.guardian')}`
        }${cell.expiresAt !== null && isOn(cell.state) && html` ${t('choices.until', { day: words.day(cell.expiresAt) })}`}</li>`,
    )}</ul>`
}
