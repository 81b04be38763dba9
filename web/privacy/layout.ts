// The whole document round a page: head, skip link, languages, news, menu, and who is responsible for the data. Pure.
import { html, type Markup } from './html.ts'
import { locales } from './locales/all.ts'
import type { Frame, News } from './models.ts'
import { own, type Page } from './parts.ts'
import { nameOfLanguage } from './words.ts'

/** The pages of the centre in the order of the menu. */
export const rooms = [
  'choices',
  'vouchers',
  'data',
  'usage',
  'changes',
  'objections',
  'parties',
  'requests',
  'receipts',
  'download',
  'erase',
] as const
export type Room = (typeof rooms)[number]

/** `room` marks where she is; the menu stands behind the content, so that a phone shows the content first. */
export function wholePage(frame: Frame, page: Page, room: Room | null = null): string {
  const { words, style, script, controller } = frame
  const { t } = words
  const title = frame.news?.tone === 'bad' ? t('error.title', { title: page.title }) : page.title
  return `<!doctype html>\n${html`<html lang="${words.locale}" dir="${words.dir}">
<head><meta charset="utf-8"><title>${title} – ${t('centre')}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no">
<link rel="icon" href="data:,"><link rel="stylesheet" href="${style}">${frame.brand && html`<link rel="stylesheet" href="${frame.brand.style}">`}<script src="${script}" defer></script></head>
<body class="${frame.session === null ? 'outside' : 'inside'}">
<a class="skip" href="#content">${t('skip')}</a>
<header>${frame.brand?.logo && html`<img class="logo" src="${frame.brand.logo}" alt="">`}<p class="brand">${controller === null ? t('centre') : own(controller.name)}</p>
${frame.session !== null && html`<a class="to-menu" href="#menu">${t('menu')}</a>`}
${languages(frame)}${frame.optOut && html`<p class="signal">${t('signal')}</p>`}</header>
<main id="content" tabindex="-1"><h1>${page.title}</h1>${frame.news && tell(frame.news)}${page.body}</main>
${frame.session !== null && menu(frame, room)}
${footer(frame)}
</body></html>`}\n`
}

function tell({ tone, title, text, errors }: News): Markup {
  const list =
    errors !== undefined &&
    errors.length > 0 &&
    html`<ul>${errors.map((one) =>
      one.field === undefined ? html`<li>${one.text}</li>` : html`<li><a href="#${one.field}">${one.text}</a></li>`,
    )}</ul>`
  return html`<div class="news ${tone}" role="${tone === 'bad' ? 'alert' : 'status'}" tabindex="-1" autofocus><h2>${title}</h2>${
    text !== undefined && html`<p>${text}</p>`
  }${list}</div>`
}

/** Outside a session a language is a link to the same page; inside it is a button that carries the session there. */
function languages(frame: Frame): Markup {
  const { words, path, kept, session } = frame
  const items = locales.map((locale) => {
    const name = nameOfLanguage(locale)
    if (locale === words.locale) return html`<li><b lang="${locale}" aria-current="true">${name}</b></li>`
    if (session !== null)
      return html`<li><button class="quiet" name="lang" value="${locale}" lang="${locale}">${name}</button></li>`
    const query = new URLSearchParams({ ...kept, lang: locale }).toString()
    return html`<li><a href="${path}?${query}" lang="${locale}" hreflang="${locale}">${name}</a></li>`
  })
  const list = html`<ul>${items}</ul>`
  if (session === null) return html`<nav class="languages" aria-label="${words.t('languages')}">${list}</nav>`
  const carried = Object.entries({ ...kept, session }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form class="languages" method="post" action="${path}" aria-label="${words.t('languages')}">${carried}${list}</form>`
}

function menu({ words, session }: Frame, room: Room | null): Markup {
  return html`<nav id="menu" aria-label="${words.t('menu')}"><form method="post" action="/privacy/choices"><input type="hidden" name="session" value="${session}"><input type="hidden" name="lang" value="${words.locale}">
<ul>${rooms.map(
    (one) =>
      html`<li><button class="quiet" formaction="/privacy/${one}"${one === room && html` aria-current="page"`}>${words.t(`nav.${one}`)}</button></li>`,
  )}<li><button class="quiet" formaction="/privacy/leave">${words.t('nav.leave')}</button></li></ul></form></nav>`
}

function footer({ words, controller, session }: Frame): Markup {
  const { t } = words
  if (controller === null) return html`<footer><p>${t('footer.nobody')}</p></footer>`
  const { name, address, contact, responsible, authority } = controller
  const who = responsible ?? { name, contact }
  return html`<footer><h2>${t('footer.responsible')}</h2>
<p>${own(who.name)}, ${own(who.contact)}</p>
<p>${own(name)}, ${own(address)}${responsible !== null && html`, ${own(contact)}`}</p>${
    authority !== null &&
    html`
<p>${t('footer.authority')}: ${own(authority.name)}, ${own(authority.contact)}</p>`
  }
<p>${t('footer.promise')}${session === null && html` <a href="/privacy?lang=${words.locale}">${t('centre')}</a>`}</p></footer>`
}
