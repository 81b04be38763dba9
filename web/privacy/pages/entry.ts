// The door of the centre: an address to send a link to, with the same answer for everybody; profiles where several share it; goodbye. Pure.
import { html } from '../html.ts'
import type { Frame, Person } from '../models.ts'
import { button, field, form, own, type Page } from '../parts.ts'

/** `takesPhone`: text messages can be sent, so that a number serves as well. */
export function entryPage(
  frame: Frame,
  { address = '', takesPhone = false }: { address?: string; takesPhone?: boolean },
): Page {
  const { t } = frame.words
  return {
    title: t('entry.title'),
    body: html`<p class="lead">${t('entry.lead')}</p>
<ul class="points">${(['entry.can.change', 'entry.can.see', 'entry.can.take', 'entry.can.erase'] as const).map((key) => html`<li>${t(key)}</li>`)}</ul>
${form(frame, '/privacy', [
  field(frame, {
    name: 'address',
    label: t(takesPhone ? 'entry.either' : 'entry.address'),
    type: takesPhone ? 'text' : 'email',
    value: address,
    hint: t(takesPhone ? 'entry.either.hint' : 'entry.hint'),
    autocomplete: 'email',
    required: true,
  }),
  button(t('entry.send'), 'main'),
])}`,
  }
}

/** The same words whether or not anybody has that address. */
export function sentPage({ words: { t } }: Frame): Page {
  return {
    title: t('sent.title'),
    body: html`<p class="lead">${t('sent.lead')}</p><p>${t('sent.nothing')}</p>`,
  }
}

/** A link from a mail: opened by a press, so that scanners open nothing. */
export function openPage(frame: Frame, { action, key }: { action: string; key: 'open' | 'file' }): Page {
  const { t } = frame.words
  return {
    title: t(`${key}.title`),
    body: html`<p class="lead">${t(`${key}.lead`)}</p>${form(frame, action, button(t(`${key}.press`), 'main'))}`,
  }
}

export function peoplePage(frame: Frame, people: readonly Person[]): Page {
  const { t } = frame.words
  return {
    title: t('people.title'),
    body: html`<p class="lead">${t('people.lead', { count: people.length })}</p>
${form(
  frame,
  '/privacy/choices',
  html`<ul class="stack">${people.map(
    ({ customerId, label }) =>
      html`<li><button class="plain" name="customer" value="${customerId}">${own(label)}</button></li>`,
  )}</ul>`,
)}`,
  }
}

export function leftPage({ words }: Frame): Page {
  const { t } = words
  return {
    title: t('left.title'),
    body: html`<p class="lead">${t('left.lead')}</p><p><a href="/privacy?lang=${words.locale}">${t('left.again')}</a></p>`,
  }
}

/** What cannot be shown, in words that say what to do next. */
export function stopPage(
  { words }: Frame,
  { title, text, again }: { title: string; text: string; again: boolean },
): Page {
  return {
    title,
    body: html`<p class="lead">${text}</p>${again && html`<p><a class="main" href="/privacy?lang=${words.locale}">${words.t('stop.again')}</a></p>`}`,
  }
}

/** The code that was mailed: asked before the file, before the erasure, and before codes go to another address. */
export function stepPage(
  frame: Frame,
  {
    action,
    why,
    values = {},
  }: { action: string; why: 'download' | 'erase' | 'rectify' | 'grant'; values?: Record<string, string | string[]> },
): Page {
  const { t } = frame.words
  return {
    title: t('step.title'),
    body: html`<p class="lead">${t(`step.${why}`)}</p>
${form(
  frame,
  action,
  [
    field(frame, {
      name: 'code',
      label: t('step.code'),
      hint: t('step.hint'),
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      maxlength: 12,
      required: true,
    }),
    button(t(`step.${why}.press`), why === 'erase' ? 'danger' : 'main'),
  ],
  { ...values, act: 'pass' },
)}
${form(frame, action, button(t('step.again'), 'quiet'), { ...values, act: 'ask' })}`,
  }
}
