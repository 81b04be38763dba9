// <vouchsafe-offer src="https://vouchers.shop.example" token="…" layout="card | banner | popup | chat">: shows the open vouchers
// of whoever the token of the shop's server names. It keeps nothing: no cookie, no storage; it asks one address, once for each
// token, and its styles need no exception in the page's policy. Events: `vouchsafe-offers` (how many), `vouchsafe-failed`.
const style = new CSSStyleSheet()
style.replaceSync(`
  :host { display: block; font: inherit; color: inherit; }
  :host([hidden]), :host(:not([open])) { display: none; }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.75em; }
  li { border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: 0.75em; padding: 1em; background: Canvas; color: CanvasText; }
  h3 { margin: 0 0 0.25em; font-size: 1.1em; }
  p { margin: 0 0 0.75em; white-space: pre-line; overflow-wrap: anywhere; }
  .code { display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; }
  code { font: 600 1.1em ui-monospace, monospace; letter-spacing: 0.06em; padding: 0.35em 0.6em; border: 1px dashed; border-radius: 0.4em; }
  button { font: inherit; padding: 0.5em 0.9em; min-block-size: 2.75em; border: 1px solid; border-radius: 0.5em; background: none; color: inherit; cursor: pointer; }
  button:focus-visible { outline: 3px solid; outline-offset: 2px; }
  time { font-size: 0.875em; opacity: 0.85; }
  :host([layout="banner"]) ul { grid-auto-flow: column; overflow-x: auto; }
  :host([layout="popup"]), :host([layout="chat"]) { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; inline-size: min(22rem, calc(100vw - 2rem)); max-block-size: 80vh; overflow: auto; z-index: 1000; filter: drop-shadow(0 0.4rem 1rem #0005); }
  :host([layout="chat"]) li { border-end-end-radius: 0; }
  .close { display: none; }
  :host([layout="popup"]) .close, :host([layout="chat"]) .close { display: block; margin-block-end: 0.5em; margin-inline-start: auto; background: Canvas; color: CanvasText; }
`)
const words = {
  en: { until: 'Until', copy: 'Copy', copied: 'Copied', close: 'Close', label: 'Your vouchers' },
  de: { until: 'Bis', copy: 'Kopieren', copied: 'Kopiert', close: 'Schließen', label: 'Deine Gutscheine' },
  tr: { until: 'Son gün', copy: 'Kopyala', copied: 'Kopyalandı', close: 'Kapat', label: 'Kuponların' },
  ru: { until: 'До', copy: 'Копировать', copied: 'Скопировано', close: 'Закрыть', label: 'Ваши купоны' },
  ar: { until: 'حتى', copy: 'نسخ', copied: 'تم النسخ', close: 'إغلاق', label: 'قسائمك' },
}
const rightToLeft = ['ar', 'fa', 'he', 'ur']
const own = new URL(import.meta.url).origin

function make(name, text, attributes = {}) {
  const element = document.createElement(name)
  element.textContent = text
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}

class VouchsafeOffer extends HTMLElement {
  static observedAttributes = ['token', 'src']
  #root = this.attachShadow({ mode: 'open' })
  #asked = ''

  connectedCallback() {
    this.#root.adoptedStyleSheets = [style]
    void this.#ask()
  }

  attributeChangedCallback() {
    if (this.isConnected) void this.#ask()
  }

  async #ask() {
    const token = this.getAttribute('token') ?? ''
    const from = this.getAttribute('src') ?? own
    if (token === '' || this.#asked === `${from} ${token}`) return
    this.#asked = `${from} ${token}`
    try {
      const answer = await fetch(new URL('/v1/onsite/offers', from), {
        headers: { authorization: `Bearer ${token}` },
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      })
      if (!answer.ok) throw new Error(String(answer.status))
      const { data } = await answer.json()
      this.#show(data)
    } catch (error) {
      this.removeAttribute('open')
      this.dispatchEvent(new CustomEvent('vouchsafe-failed', { bubbles: true, detail: { reason: error.message } }))
    }
  }

  #show(offers) {
    const list = make('ul', '')
    for (const offer of offers) list.append(this.#card(offer))
    const say = words[(offers[0]?.locale ?? 'en').split('-')[0]] ?? words.en
    list.setAttribute('aria-label', say.label)
    const close = make('button', say.close, { type: 'button', class: 'close' })
    close.addEventListener('click', () => this.removeAttribute('open'))
    this.#root.replaceChildren(close, list)
    this.toggleAttribute('open', offers.length > 0)
    this.dispatchEvent(new CustomEvent('vouchsafe-offers', { bubbles: true, detail: { count: offers.length } }))
  }

  #card({ code, title, text, expiresAt, locale }) {
    const language = locale.split('-')[0]
    const say = words[language] ?? words.en
    const card = make('li', '', { lang: locale, dir: rightToLeft.includes(language) ? 'rtl' : 'ltr' })
    if (title !== null) card.append(make('h3', title))
    card.append(make('p', text))
    const row = make('div', '', { class: 'code' })
    const copy = make('button', say.copy, { type: 'button' })
    copy.addEventListener('click', async () => {
      await navigator.clipboard?.writeText(code).catch(() => undefined)
      copy.textContent = say.copied
    })
    row.append(make('code', code, { dir: 'ltr' }), copy)
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date(expiresAt))
    card.append(row, make('time', `${say.until} ${day}`, { datetime: expiresAt }))
    return card
  }
}

if (!customElements.get('vouchsafe-offer')) customElements.define('vouchsafe-offer', VouchsafeOffer)
