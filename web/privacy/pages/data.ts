// My data: everything that is stored, where it came from, and the form that puts it right. Pure.
import { html } from '../html.ts'
import type { Frame, MyData, Use } from '../models.ts'
import { button, categoryList, categoryName, empty, field, form, own, type Page } from '../parts.ts'

export function dataPage(frame: Frame, { held, counts, editable }: MyData): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('data.title'),
    body: html`<p class="lead">${t('data.lead')}</p>
<section class="card"><h2>${t('data.held')}</h2>
${
  held.length === 0
    ? html`<p>${t('data.empty')}</p>`
    : html`<dl class="held">${held.map(
        (one) =>
          html`<div><dt>${words.maybe(`field.${one.name}`) ?? own(one.name)}</dt><dd>${own(spell(frame, one))}${one.category !== null && html` <small>${categoryName(words, one.category)}</small>`}</dd></div>`,
      )}</dl>`
}</section>
${counts.length > 0 && html`<section class="card"><h2>${t('data.counts')}</h2><ul>${counts.map(({ key, count }) => html`<li>${words.maybe(`count.${key}`, { count }) ?? html`${own(key)}: ${count}`}</li>`)}</ul><p>${t('data.counts.next')}</p></section>`}
<section class="card"><h2>${t('data.correct')}</h2><p>${t('data.correct.lead')}</p>
${form(
  frame,
  '/privacy/data',
  [
    field(frame, {
      name: 'givenName',
      label: t('field.givenName'),
      value: editable.givenName,
      autocomplete: 'given-name',
      maxlength: 200,
    }),
    field(frame, {
      name: 'familyName',
      label: t('field.familyName'),
      value: editable.familyName,
      autocomplete: 'family-name',
      maxlength: 200,
    }),
    field(frame, {
      name: 'email',
      label: t('field.email'),
      type: 'email',
      value: editable.email,
      hint: t('data.email.hint'),
      autocomplete: 'email',
    }),
    button(t('data.save'), 'main'),
  ],
  { act: 'save' },
)}</section>`,
  }
}

/** Who used what and when. */
export function usagePage(frame: Frame, uses: readonly Use[]): Page {
  const { words } = frame
  const { t } = words
  return {
    title: t('usage.title'),
    body: html`<p class="lead">${t('usage.lead')}</p>
${
  uses.length === 0
    ? empty(t('usage.empty'), t('usage.empty.next'))
    : html`<ol class="log">${uses.map(
        (use) => html`<li><time datetime="${new Date(use.at).toISOString()}">${words.moment(use.at)}</time>
<p>${words.maybe(`usage.${use.kind}`, spoken(frame, use)) ?? own(use.kind)}</p>
${use.categories.length > 0 && html`<p class="hint">${t('usage.categories', { list: categoryList(words, use.categories) })}</p>`}</li>`,
      )}</ol>`
}`,
  }
}

/** Roles and purposes are said in the reader's language where there is a word for them. */
function spoken({ words }: Frame, { values }: Use): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const said = name === 'role' ? value.split(/,\s*/).map((role) => words.maybe(`role.${role}`) ?? role) : [value]
      if (name === 'reason' && value === '') return [name, words.t('usage.no_reason')]
      return [name, words.list(said)]
    }),
  )
}

/** Days are written as days; everything else stands as it is stored. */
function spell({ words }: Frame, { name, value }: MyData['held'][number]): string {
  if (name === 'createdAt') return words.day(value)
  return name === 'birthDate' ? words.birthday(value) : value
}
