// The pieces that pages are put together from: forms that carry the session, fields with their errors, lists. Pure.
import type { Category, CellState, Channel } from '#shared/kinds.ts'
import { html, type Markup, type Part } from './html.ts'
import type { Frame } from './models.ts'
import type { Words } from './words.ts'

export interface Page {
  title: string
  body: Markup
}

/** A form of the signed-in pages: the session and the language go with it. `values` are hidden fields. */
export function form(
  { session, words }: Frame,
  action: string,
  body: Part,
  values: Readonly<Record<string, string | readonly string[] | null>> = {},
): Markup {
  const hidden = { session, lang: words.locale, ...values }
  return html`<form method="post" action="${action}">${Object.entries(hidden).map(([name, value]) =>
    [value ?? []].flat().map((one) => html`<input type="hidden" name="${name}" value="${one}">`),
  )}${body}</form>`
}

export type Look = 'plain' | 'main' | 'quiet' | 'danger'
export function button(
  text: string,
  look: Look = 'plain',
  more: { name?: string; value?: string; about?: string } = {},
) {
  const named = more.name === undefined ? null : html` name="${more.name}" value="${more.value ?? ''}"`
  // the same word on every card says little to who hears it alone
  const about = more.about === undefined ? null : html`<span class="unseen">: ${more.about}</span>`
  return html`<button class="${look}"${named}>${text}${about}</button>`
}

export function field(
  frame: Frame,
  asked: {
    name: string
    label: string
    type?: 'text' | 'email' | 'date'
    min?: string
    max?: string
    value?: string
    hint?: string
    autocomplete?: string
    inputmode?: 'numeric'
    maxlength?: number
    required?: boolean
  },
): Markup {
  const id = `field-${asked.name}`
  const error = frame.news?.errors?.find((one) => one.field === id)
  const about = [asked.hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .join(' ')
    .trim()
  return html`<p class="field"><label for="${id}">${asked.label}</label>
${asked.hint !== undefined && html`<span class="hint" id="${id}-hint">${asked.hint}</span>`}
${error !== undefined && html`<span class="wrong" id="${id}-error">${error.text}</span>`}
<input id="${id}" name="${asked.name}" type="${asked.type ?? 'text'}" value="${asked.value ?? ''}" dir="auto"${[
    asked.autocomplete !== undefined && html` autocomplete="${asked.autocomplete}"`,
    asked.inputmode !== undefined && html` inputmode="${asked.inputmode}"`,
    asked.min !== undefined && html` min="${asked.min}"`,
    asked.max !== undefined && html` max="${asked.max}"`,
    asked.required && html` required`,
    about !== '' && html` aria-describedby="${about}"`,
    error !== undefined && html` aria-invalid="true"`,
  ]} maxlength="${asked.maxlength ?? 320}"></p>`
}

export function tick(asked: {
  id: string
  name: string
  value: string
  label: Part
  checked: boolean
  about?: string
}) {
  return html`<p class="tick"><input type="checkbox" id="${asked.id}" name="${asked.name}" value="${asked.value}"${
    asked.checked && html` checked`
  }><label for="${asked.id}">${asked.label}${
    asked.about !== undefined && html`<span class="unseen">: ${asked.about}</span>`
  }</label></p>`
}

/** What is not there yet, and what will be. */
export const empty = (title: string, text: string): Markup =>
  html`<section class="empty"><h2>${title}</h2><p>${text}</p></section>`

export const badge = (text: string, tone: 'on' | 'off' | 'wait'): Markup =>
  html`<span class="badge ${tone}">${text}</span>`

export function facts(pairs: readonly (readonly [name: Part, value: Part])[]): Markup {
  return html`<dl>${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** What a person or a shop has written may run the other way than the page does. */
export const own = (text: string): Markup => html`<bdi>${text}</bdi>`

export const channelName = (words: Words, channel: Channel | string): string =>
  words.maybe(`channel.${channel}`) ?? channel
export const categoryName = (words: Words, category: Category | string): string =>
  words.maybe(`category.${category}`) ?? category
export const categoryList = (words: Words, categories: readonly string[]): string =>
  words.list(categories.map((category) => categoryName(words, category)))

export const isOn = (state: CellState): boolean => state === 'granted'
export const isWaiting = (state: CellState): boolean =>
  state === 'pending_doi' || state === 'pending_guardian' || state === 'reconsent_required' || state === 'requested'
export const toneOf = (state: CellState) => (isOn(state) ? 'on' : isWaiting(state) ? 'wait' : 'off')

export function clauseLink({ words }: Frame, version: number | null, anchor: string, about: string): Part {
  if (version === null) return null
  return html`<a href="/notices/${version}?lang=${words.locale}#${anchor}">${words.t('choices.clause')}<span class="unseen">: ${about}</span></a>`
}
