// A version of the notice as anybody may read it: the text, a clause per purpose with its anchor, and what it changed. Pure.
import { html } from '../html.ts'
import type { Frame, NoticeText } from '../models.ts'
import { badge, categoryName, channelName, facts, own, type Page } from '../parts.ts'

export function noticePage({ words }: Frame, notice: NoticeText): Page {
  const { t } = words
  const isForeign = notice.locale.split('-')[0] !== words.locale.split('-')[0]
  return {
    title: t('notice.title', { version: String(notice.version) }),
    body: html`<p>${badge(t(notice.inForce ? 'notice.in_force' : 'notice.not_in_force'), notice.inForce ? 'on' : 'off')} ${t('notice.effective', { day: words.day(notice.effectiveAt) })}</p>
${isForeign && html`<p class="note">${t('notice.foreign')}</p>`}
<article lang="${notice.locale}" dir="auto"><h2>${notice.title}</h2>${notice.body.split(/\n{2,}/).map((part) => html`<p class="text" dir="auto">${part}</p>`)}</article>
<h2>${t('notice.clauses')}</h2>
${notice.clauses.map(
  (
    clause,
  ) => html`<section class="card" id="${clause.purpose}"><h3>${own(clause.title)}</h3>${clause.benefit !== null && html`<p>${own(clause.benefit)}</p>`}
${clause.incentive !== null && html`<p class="hint">${t('choices.incentive')} ${own(clause.incentive)}</p>`}
<ul>${clause.cells.map(
    (cell) =>
      html`<li id="${clause.purpose}.${cell.channel}.${cell.category}">${channelName(words, cell.channel)}: ${categoryName(words, cell.category)}, ${t('notice.kept', { count: cell.retentionMonths })}${
        cell.recipients.length > 0 && html`; ${t('notice.recipients')} ${own(words.list(cell.recipients))}`
      }</li>`,
  )}</ul></section>`,
)}
${
  notice.changes.length > 0 &&
  html`<h2>${t('notice.changes')}</h2><ul>${notice.changes.map(
    (one) =>
      html`<li>${words.maybe(`change.${one.kind}`) ?? one.kind}${one.where !== null && html`: ${own(one.where)}`}${one.detail !== null && html` (${own(one.detail)})`}${one.material && html` ${badge(t('changes.material'), 'wait')}`}</li>`,
  )}</ul>`
}
${
  notice.diff.length > 0 &&
  html`<h2>${t('notice.diff')}</h2><div class="diff" lang="${notice.locale}">${notice.diff.map(({ sign, text }) =>
    sign === '+'
      ? html`<p dir="auto"><ins>${text}</ins></p>`
      : sign === '-'
        ? html`<p dir="auto"><del>${text}</del></p>`
        : html`<p dir="auto">${text}</p>`,
  )}</div>`
}
${facts([
  [t('notice.published'), words.moment(notice.publishedAt)],
  ['SHA-256', html`<code dir="ltr">${notice.sha256}</code>`],
])}
${
  notice.versions.length > 1 &&
  html`<nav aria-label="${t('notice.versions')}"><h2>${t('notice.versions')}</h2><ul class="inline">${notice.versions.map(
    (version) =>
      version === notice.version
        ? html`<li><b aria-current="page">${version}</b></li>`
        : html`<li><a href="/notices/${version}?lang=${words.locale}">${version}</a></li>`,
  )}</ul></nav>`
}`,
  }
}
