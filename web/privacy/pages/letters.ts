// The pages that links in mails lead to: confirm, not me, unsubscribe, guardian. A GET shows a button and changes nothing. Pure.
import type { Category, Channel } from '#shared/kinds.ts'
import { html, type Markup } from '../html.ts'
import type { Frame } from '../models.ts'
import { button, categoryName, channelName, form, own, type Page, tick } from '../parts.ts'

export interface CellLine {
  /** What the purpose is called. */
  purpose: string
  channel: Channel
  category: Category
}

function cellList({ words }: Frame, cells: readonly CellLine[]): Markup {
  const purposes = Map.groupBy(cells, ({ purpose }) => purpose)
  return html`${[...purposes].map(([purpose, some]) => {
    const channels = Map.groupBy(some, ({ channel }) => channel)
    return html`<section class="card"><h2>${own(purpose)}</h2><ul>${[...channels].map(
      ([channel, ones]) =>
        html`<li>${channelName(words, channel)}: ${words.list(ones.map(({ category }) => categoryName(words, category)))}</li>`,
    )}</ul></section>`
  })}`
}

export function confirmPage(
  frame: Frame,
  { token, cells, noticeVersion }: { token: string; cells: readonly CellLine[]; noticeVersion: number | null },
): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('confirm.title'),
    body: html`<p class="lead">${t('confirm.lead')}</p>${cellList(frame, cells)}
${noticeVersion !== null && html`<p><a href="/notices/${noticeVersion}?lang=${words.locale}">${t('confirm.notice')}</a></p>`}
${form(frame, `/c/${token}`, button(t('confirm.press'), 'main'))}
${form(frame, `/c/${token}/not-me`, button(t('confirm.not_me'), 'quiet'))}`,
  }
}

export function notMePage(frame: Frame, { token }: { token: string }): Page {
  const { t } = frame.words
  return {
    title: t('not_me.title'),
    body: html`<p class="lead">${t('not_me.lead')}</p>${form(frame, `/c/${token}/not-me`, button(t('not_me.press'), 'main'))}`,
  }
}

/** Short words after a press. */
export function donePage(
  { words }: Frame,
  key:
    | 'already'
    | 'confirmed'
    | 'confirmed.guardian'
    | 'disowned'
    | 'guardian.confirmed'
    | 'guardian.refused'
    | 'signed',
): Page {
  const { t } = words
  return {
    title: t(`${key}.title`),
    body: html`<p class="lead">${t(`${key}.lead`)}</p><p><a href="/privacy?lang=${words.locale}">${t('done.centre')}</a></p>`,
  }
}

export interface Unsubscribing {
  token: string
  channel: Channel
  purposes: readonly { key: string; title: string }[]
}

export function unsubscribePage(frame: Frame, { token, channel, purposes }: Unsubscribing): Page {
  const { words } = frame
  const { t } = words
  const by = channelName(words, channel)
  return {
    title: t('unsubscribe.title'),
    body: html`<p class="lead">${t('unsubscribe.lead', { channel: by })}</p>
${form(frame, `/u/${token}`, button(t('unsubscribe.press'), 'main'))}
${purposes.length > 1 && html`<section class="card"><h2>${t('unsubscribe.finer')}</h2><p>${t('unsubscribe.finer.lead')}</p>${finer(frame, token, purposes)}</section>`}`,
  }
}

export function unsubscribedPage(frame: Frame, { token, channel, purposes }: Unsubscribing): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('unsubscribed.title'),
    body: html`<p class="lead">${t('unsubscribed.lead', { channel: channelName(words, channel) })}</p>
${purposes.length > 0 && html`<section class="card"><h2>${t('unsubscribed.left')}</h2>${finer(frame, token, purposes)}</section>`}
<p>${t('unsubscribed.back')} <a href="/privacy?lang=${words.locale}">${t('centre')}</a></p>`,
  }
}

function finer(frame: Frame, token: string, purposes: Unsubscribing['purposes']): Markup {
  return form(frame, `/u/${token}/finer`, [
    html`<fieldset><legend>${frame.words.t('unsubscribe.which')}</legend>${purposes.map(({ key, title }) =>
      tick({ id: `stop-${key}`, name: 'purpose', value: key, label: own(title), checked: false }),
    )}</fieldset>`,
    button(frame.words.t('unsubscribe.stop'), 'plain'),
  ])
}

export function guardianPage(
  frame: Frame,
  { token, cells, noticeVersion }: { token: string; cells: readonly CellLine[]; noticeVersion: number | null },
): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('guardian.title'),
    body: html`<p class="lead">${t('guardian.lead')}</p>${cellList(frame, cells)}
${noticeVersion !== null && html`<p><a href="/notices/${noticeVersion}?lang=${words.locale}">${t('confirm.notice')}</a></p>`}
<div class="row">${form(frame, `/g/${token}`, button(t('guardian.confirm'), 'main'), { answer: 'confirm' })}${form(frame, `/g/${token}`, button(t('guardian.refuse'), 'plain'), { answer: 'refuse' })}</div>`,
  }
}
