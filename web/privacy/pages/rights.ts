// Rights: what changed, objections and restriction, inside parties, requests, receipts, the download and the erasure. Pure.
import { html, type Markup } from '../html.ts'
import type { Card, Change, Erasing, Frame, InsideParty, ReceiptLine, RequestLine, Snooze } from '../models.ts'
import { badge, button, categoryList, categoryName, channelName, empty, field, form, own, type Page } from '../parts.ts'

export function changesPage(frame: Frame, changes: readonly Change[]): Page {
  const { t } = frame.words
  return {
    title: t('changes.title'),
    body: html`<p class="lead">${t('changes.lead')}</p>
${changes.length === 0 && empty(t('changes.empty'), t('changes.empty.next'))}
${changes.map((change) => changeOf(frame, change))}`,
  }
}

function changeOf(frame: Frame, change: Change): Markup {
  const { words } = frame
  const { t } = words
  const said = words.maybe(`change.${change.kind}`) ?? change.kind
  const what = [
    change.purpose,
    change.channel === null ? null : channelName(words, change.channel),
    change.category === null ? null : categoryName(words, change.category),
  ].filter((part) => part !== null)
  const about = what.length === 0 ? said : `${said} – ${what.join(', ')}`
  return html`<section class="card"><h2>${said} ${badge(t(change.material ? 'changes.material' : 'changes.small'), change.material ? 'wait' : 'off')}</h2>
${what.length > 0 && html`<p>${own(what.join(' · '))}</p>`}${change.detail !== null && html`<p>${own(change.detail)}</p>`}
<p class="hint">${t('changes.when', { day: words.day(change.effectiveAt) })} <a href="/notices/${change.version}?lang=${words.locale}">${t('why.notice', { version: String(change.version) })}</a></p>
${change.open && html`<div class="row">${form(frame, '/privacy/changes', button(t('changes.accept'), 'plain', { about }), { act: 'accept', change: change.id })}${form(frame, '/privacy/changes', button(t('changes.refuse'), 'plain', { about }), { act: 'refuse', change: change.id })}</div>`}</section>`
}

export function objectionsPage(
  frame: Frame,
  {
    cards,
    objectedToAll,
    restricted,
    snooze,
  }: { cards: readonly Card[]; objectedToAll: boolean; restricted: boolean; snooze: Snooze },
): Page {
  const { t } = frame.words
  const act = (key: 'object' | 'lift', values: Record<string, string>, about: string) =>
    form(
      frame,
      '/privacy/objections',
      button(t(`objections.${key}`), key === 'object' ? 'danger' : 'plain', { about }),
      { act: key, ...values },
    )
  return {
    title: t('objections.title'),
    body: html`<p class="lead">${t('objections.lead')}</p>
<section class="card"><h2>${t('objections.all')} ${badge(t(objectedToAll ? 'objections.on' : 'objections.off'), objectedToAll ? 'on' : 'off')}</h2><p>${t('objections.all.lead')}</p>
${act(objectedToAll ? 'lift' : 'object', { purpose: '*' }, t('objections.all'))}</section>
${cards.map(
  (
    card,
  ) => html`<section class="card"><h2>${own(card.title)} ${badge(t(card.objected ? 'objections.on' : 'objections.off'), card.objected ? 'on' : 'off')}</h2>
<p class="hint">${t(`basis.${card.legalBasis}`)}</p>${act(card.objected ? 'lift' : 'object', { purpose: card.purpose }, card.title)}</section>`,
)}
${snoozeCard(frame, snooze)}
<section class="card"><h2>${t('restrict.title')} ${badge(t(restricted ? 'restrict.on' : 'restrict.off'), restricted ? 'on' : 'off')}</h2><p>${t('restrict.lead')}</p>
${form(frame, '/privacy/objections', button(t(restricted ? 'restrict.lift' : 'restrict.press')), { act: restricted ? 'unrestrict' : 'restrict' })}</section>`,
  }
}

/** A wish beside the choices: they stay as they are. */
function snoozeCard(frame: Frame, { until, first, last, suggested }: Snooze): Markup {
  const { t, day } = frame.words
  const on = until === null ? null : badge(t('snooze.on', { day: day(until) }), 'wait')
  return html`<section class="card" id="snooze"><h2>${t('snooze.title')} ${on ?? badge(t('snooze.off'), 'off')}</h2><p>${t('snooze.lead')}</p>
${form(
  frame,
  '/privacy/objections',
  html`${field(frame, { name: 'until', label: t('snooze.field'), type: 'date', value: suggested, min: first, max: last, maxlength: 10, required: true })}<p>${button(t(until === null ? 'snooze.press' : 'snooze.longer'))}</p>`,
  { act: 'snooze' },
)}
${until !== null && form(frame, '/privacy/objections', button(t('snooze.wake')), { act: 'wake' })}</section>`
}

export function partiesPage(frame: Frame, parties: readonly InsideParty[]): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('parties.title'),
    body: html`<p class="lead">${t('parties.lead')}</p>
${parties.length === 0 && empty(t('parties.empty'), t('parties.empty.next'))}
${parties.map((party) => {
  const { name } = party
  return html`<section class="card"><h2>${own(name)} ${badge(t(party.closed ? 'parties.closed' : 'parties.open'), party.closed ? 'off' : 'on')}</h2>
${party.roles.length > 0 && html`<p class="hint">${words.list(party.roles.map((role) => words.maybe(`role.${role}`) ?? role))}</p>`}
<p>${party.categories.length === 0 ? t('parties.nothing') : t('parties.sees', { list: categoryList(words, party.categories) })}</p>
${form(frame, '/privacy/parties', button(t(party.closed ? 'parties.reopen' : 'parties.close'), party.closed ? 'plain' : 'danger', { about: name }), { act: party.closed ? 'open' : 'close', party: party.key })}</section>`
})}`,
  }
}

export const requestKinds = ['access', 'rectify', 'restrict', 'object', 'erase', 'export'] as const

export function requestsPage(frame: Frame, requests: readonly RequestLine[]): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('requests.title'),
    body: html`<p class="lead">${t('requests.lead')}</p>
${requests.length === 0 && empty(t('requests.empty'), t('requests.empty.next'))}
${requests.map(
  (
    one,
  ) => html`<section class="card"><h2>${words.maybe(`request.${one.kind}`) ?? one.kind} ${badge(words.maybe(`request.state.${one.state}`) ?? one.state, ['open', 'paused', 'extended'].includes(one.state) ? 'wait' : 'on')}</h2>
<p>${t('requests.received', { day: words.day(one.receivedAt) })} ${t('requests.due', { day: words.day(one.dueAt) })}</p>
${one.extendedReason !== null && html`<p>${t('requests.extended')} ${own(one.extendedReason)}</p>`}</section>`,
)}
<section class="card"><h2>${t('requests.new')}</h2><p>${t('requests.new.lead')}</p>
${form(frame, '/privacy/requests', button(t('requests.access'), 'plain'), { act: 'ask', kind: 'access' })}</section>`,
  }
}

export function receiptsPage(frame: Frame, receipts: readonly ReceiptLine[]): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('receipts.title'),
    body: html`<p class="lead">${t('receipts.lead')}</p>
${receipts.length === 0 && empty(t('receipts.empty'), t('receipts.empty.next'))}
${receipts.map(
  (
    one,
  ) => html`<section class="card"><h2>${words.moment(one.at)} ${badge(t(one.ready ? 'receipts.ready' : 'receipts.waiting'), one.ready ? 'on' : 'wait')}</h2>
<p>${t('receipts.about', { count: one.cells })} <a href="/notices/${one.noticeVersion}?lang=${words.locale}">${t('why.notice', { version: String(one.noticeVersion) })}</a></p>
${form(frame, '/privacy/receipts', button(t('receipts.get'), 'plain', { about: words.moment(one.at) }), { act: 'get', receipt: one.id })}</section>`,
)}`,
  }
}

/** The files stand in the page itself, so that fetching them does not use the session up. */
export function receiptPage(frame: Frame, { json, jws }: { json: string; jws: string }): Page {
  const { t } = frame.words
  return {
    title: t('receipts.one'),
    body: html`<p class="lead">${t('receipts.lead')}</p>
<p><a class="main" href="data:application/ld+json;base64,${json}" download="receipt.jsonld">${t('receipts.save')}</a></p>
<p><a href="data:application/jose;base64,${jws}" download="receipt.jws">${t('receipts.save.signed')}</a></p>
<p class="hint">${t('receipts.check')}</p>
${form(frame, '/privacy/receipts', button(t('receipts.back'), 'quiet'))}`,
  }
}

export function downloadPage(frame: Frame, { file }: { file: string | null }): Page {
  const { t } = frame.words
  return {
    title: t('download.title'),
    body: html`<p class="lead">${t('download.lead')}</p>
<ul class="points">${(['download.in.data', 'download.in.consents', 'download.in.usage', 'download.in.proof'] as const).map((key) => html`<li>${t(key)}</li>`)}</ul>
${
  file === null
    ? form(frame, '/privacy/download', button(t('download.press'), 'main'), { act: 'ask' })
    : html`<form method="post" action="/privacy/export/${file}"><input type="hidden" name="lang" value="${frame.words.locale}">${button(t('download.get'), 'main')}</form><p class="hint">${t('download.once')}</p>`
}`,
  }
}

export function erasePage(frame: Frame, { goes, stays }: Erasing): Page {
  const { words } = frame
  const { t } = words
  const list = (items: Erasing['goes'], side: 'goes' | 'stays') =>
    html`<ul>${items.map(({ key, count }) => html`<li>${words.maybe(`erase.${side}.${key}`, { count }) ?? html`${own(key)}: ${count}`}</li>`)}</ul>`
  return {
    title: t('erase.title'),
    body: html`<p class="lead">${t('erase.lead')}</p>
<section class="card"><h2>${t('erase.goes')}</h2>${list(goes, 'goes')}</section>
<section class="card"><h2>${t('erase.stays')}</h2>${list(stays, 'stays')}<p>${t('erase.stays.why')}</p></section>
${form(frame, '/privacy/erase', button(t('erase.press'), 'danger'), { act: 'ask' })}`,
  }
}

/** After it nobody is signed in any more; the certificate is handed over on this page alone. */
export function erasedPage({ words: { t } }: Frame, { certificate }: { certificate: string | null }): Page {
  const href = certificate === null ? '' : `data:application/json;base64,${certificate}`
  return {
    title: t('erased.title'),
    body: html`<p class="lead">${t('erased.lead')}</p>${
      certificate !== null &&
      html`<p><a class="main" href="${href}" download="erasure-certificate.json">${t('erased.certificate')}</a></p><p class="hint">${t('erased.once')}</p>`
    }`,
  }
}
