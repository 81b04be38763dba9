// Sign-up: country and age first, then the basics, each switch beside its clause and none of them on. Pure.
import { contactCategory } from '#shared/kinds.ts'
import { html, type Markup } from '../html.ts'
import type { Asked, Card, Frame } from '../models.ts'
import { button, categoryName, channelName, clauseLink, empty, field, form, own, type Page, tick } from '../parts.ts'

export function countryPage(
  { words }: Frame,
  { countries, country }: { countries: readonly { code: string; name: string }[]; country: string },
): Page {
  const { t } = words
  return {
    title: t('sign_up.title'),
    body: html`<p class="lead">${t('sign_up.lead')}</p>
<form method="get" action="/sign-up"><input type="hidden" name="lang" value="${words.locale}">
<p class="field"><label for="field-country">${t('sign_up.country')}</label><span class="hint" id="field-country-hint">${t('sign_up.country.hint')}</span>
<select id="field-country" name="country" aria-describedby="field-country-hint">${countries.map(({ code, name }) => html`<option value="${code}"${code === country && html` selected`}>${name}</option>`)}</select></p>
${button(t('sign_up.next'), 'main')}</form>`,
  }
}

export function agePage({ words }: Frame, { country, age }: { country: string; age: number }): Page {
  const { t } = words
  return {
    title: t('sign_up.age', { age: String(age) }),
    body: html`<p class="lead">${t('sign_up.age.why')}</p>
<form method="get" action="/sign-up"><input type="hidden" name="lang" value="${words.locale}"><input type="hidden" name="country" value="${country}">
<div class="row"><button class="plain" name="old" value="yes">${t('sign_up.age.yes', { age: String(age) })}</button><button class="plain" name="old" value="no">${t('sign_up.age.no', { age: String(age) })}</button></div></form>`,
  }
}

export interface Filled {
  email: string
  givenName: string
  phone: string
  guardian: string
}

export function signUpPage(
  frame: Frame,
  asked: Asked & { country: string; old: boolean; age: number; filled: Filled; takesPhone: boolean },
): Page {
  const { words } = frame
  const { t } = words
  const { filled, old } = asked
  return {
    title: t('sign_up.title'),
    body:
      asked.noticeVersion === null
        ? empty(t('sign_up.closed'), t('sign_up.closed.next'))
        : html`<p class="lead">${t('sign_up.free')}</p>
${form(
  frame,
  '/sign-up',
  [
    field(frame, {
      name: 'email',
      label: t('sign_up.email'),
      type: 'email',
      value: filled.email,
      hint: t('sign_up.email.hint'),
      autocomplete: 'email',
      required: true,
    }),
    field(frame, {
      name: 'givenName',
      label: t('sign_up.name'),
      value: filled.givenName,
      autocomplete: 'given-name',
      maxlength: 200,
    }),
    asked.takesPhone &&
      field(frame, {
        name: 'phone',
        label: t('sign_up.phone'),
        value: filled.phone,
        hint: t('sign_up.phone.hint'),
        autocomplete: 'tel',
        maxlength: 40,
      }),
    !old &&
      field(frame, {
        name: 'guardian',
        label: t('sign_up.guardian'),
        type: 'email',
        value: filled.guardian,
        hint: t('sign_up.guardian.hint', { age: String(asked.age) }),
        required: true,
      }),
    asked.cards.map((card) => cardOf(frame, asked.noticeVersion, card)),
    html`<p>${button(t('sign_up.press'), 'main')}</p><p class="hint">${t('sign_up.mail')}</p>`,
  ],
  { country: asked.country, old: old ? 'yes' : 'no', notice: String(asked.noticeVersion), labels: asked.labelsSha256 },
)}`,
  }
}

/** The basics first: e-mail, which the form asks for; every other way and what it needs stands folded up below. */
function cardOf(frame: Frame, version: number | null, card: Card): Markup {
  const { t } = frame.words
  const [basics, others] = [true, false].map((isBasic) =>
    card.cells
      .filter(({ channel }) => (channel === 'email') === isBasic)
      .map((cell) => cellOf(frame, version, card, cell)),
  ) as [Markup[], Markup[]]
  return html`<section class="card"><h2>${own(card.title)}</h2>${card.benefit !== null && html`<p>${own(card.benefit)}</p>`}
${card.incentive !== null && html`<p class="hint">${t('choices.incentive')} ${own(card.incentive)}</p>`}
<fieldset><legend>${t('sign_up.agree', { purpose: card.title })}</legend>${basics}${
    others.length > 0 && html`<details><summary>${t('sign_up.more')}</summary>${others}</details>`
  }</fieldset></section>`
}

function cellOf(frame: Frame, version: number | null, card: Card, cell: Card['cells'][number]): Markup {
  const { words } = frame
  const { channel, category, clause } = cell
  const what = words.t(contactCategory[channel] === category ? 'sign_up.reach' : 'sign_up.use', {
    channel: channelName(words, channel),
    category: categoryName(words, category),
  })
  const value = `${card.purpose} ${channel} ${category}`
  const box = { id: `${card.purpose}-${channel}-${category}`, name: 'cell', value, label: what, checked: false }
  return html`<div class="asked">${tick({ ...box, about: card.title })}
${clauseLink(frame, version, clause, `${card.title}, ${what}`)}</div>`
}
