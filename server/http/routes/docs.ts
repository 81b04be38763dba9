// What a reader of the house needs: the reference (Scalar, from our own files), guides, a tutorial, a page for every problem at its
// `type`, and a page on webhooks. Nothing is loaded from elsewhere, and no script stands in a page.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type RequestHandler, Router } from 'express'
import type { House } from '#core/house.ts'
import { type Door, doors } from '#shared/api.ts'
import { sample, tutorial } from '#shared/examples.ts'
import { webhookEvents } from '#shared/kinds.ts'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import { escapeHtml } from '../../../web/privacy/html.ts'
import { type Guide, guide, guides, isGuide } from '../docs/guides.ts'

const reference = join(import.meta.dirname, '../../../web/dist/docs/reference.js')

export function docsPages({ config }: Pick<House, 'config'>): RequestHandler {
  const router = Router()
  router.get('/docs', (_req, res) => void res.type('html').send(referencePage()))
  router.get('/docs/reference.js', (_req, res) => {
    if (existsSync(reference)) res.sendFile(reference, { maxAge: '1h' })
    else res.status(503).type('text/plain').send('The reference is not built yet: run `npm run build`.\n')
  })
  router.get('/docs/tutorial', (_req, res) => void res.type('html').send(tutorialPage(config.publicUrl)))
  router.get('/docs/guides', (_req, res) => void res.type('html').send(guidesPage()))
  router.get('/docs/webhooks', (_req, res) => void res.type('html').send(webhooksPage()))
  router.get('/docs/:guide', (req, res, next) => {
    const name = String(req.params.guide)
    if (!isGuide(name)) return next()
    res.type('html').send(guidePage(name))
  })
  router.get('/problems', (_req, res) => void res.type('html').send(problemsPage()))
  router.get('/problems/:code', (req, res, next) => {
    const code = req.params.code as RefusalCode
    if (!Object.hasOwn(refusals, code)) return next()
    res.type('html').send(problemPage(code))
  })
  return router
}

const style = `body{font:1rem/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1d22;background:#fff}
pre{background:#f3f4f6;padding:.75rem 1rem;overflow-x:auto;border-radius:.5rem}code{font-family:ui-monospace,monospace;font-size:.9em}
table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.35rem .6rem;border-bottom:1px solid #d9dce1;vertical-align:top}
td,li,p{overflow-wrap:anywhere}h2{margin-top:2.5rem}
a{color:#1d4ed8}body>nav a{margin-inline-end:1rem;display:inline-block;padding:.25rem 0}
@media (prefers-color-scheme:dark){body{color:#e7e9ee;background:#15171b}pre{background:#22252b}a{color:#93b4ff}td,th{border-color:#383c44}}`

const links = [
  ['/docs/guides', 'Guides'],
  ['/docs/tutorial', 'Tutorial'],
  ['/docs', 'Reference'],
  ['/docs/webhooks', 'Webhooks'],
  ['/problems', 'Problems'],
]
  .map(([to, name]) => `<a href="${to}">${name}</a>`)
  .join('')

function guidesPage(): string {
  const items = (Object.keys(guides) as Guide[]).map(
    (name) => `<li><a href="/docs/${name}">${escapeHtml(guide(name).title)}</a><br>${escapeHtml(guides[name])}</li>`,
  )
  const more = `<li><a href="/docs/tutorial">From nothing to the first redeemed voucher</a><br>Every step is one request</li>`
  return page('Guides', `<ul>${more}${items.join('')}</ul>`)
}

function guidePage(name: Guide): string {
  const { title, html, headings } = guide(name)
  const contents = headings.map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`).join('')
  return page(title, `<nav aria-label="On this page"><ul>${contents}</ul></nav>${html}`)
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)} · Vouchsafe</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head><body>
<nav aria-label="Documentation">${links}</nav>
<main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`
}

const settings = {
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  mcp: { disabled: true },
  agent: { disabled: true },
}

const referencePage =
  (): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Reference · Vouchsafe</title>
<meta name="viewport" content="width=device-width,initial-scale=1"></head><body>
<noscript><p>The reference needs JavaScript; <a href="/openapi.json">the OpenAPI document</a>, <a href="/docs/guides">the guides</a> and <a href="/docs/tutorial">the tutorial</a> do not.</p></noscript>
<script id="api-reference" data-url="/openapi.json" data-configuration="${escapeHtml(JSON.stringify(settings))}"></script>
<script src="/docs/reference.js"></script></body></html>`

function tutorialPage(publicUrl: string): string {
  const steps = tutorial.map((one) => {
    const door: Door = doors[one.door]
    const { params, query, body } = one.ask(sample) as { params?: object; query?: object; body?: unknown }
    const path = Object.entries(params ?? {}).reduce(
      (url, [name, value]) => url.replace(`:${name}`, String(value)),
      door.path,
    )
    const asked = query === undefined ? '' : `?${new URLSearchParams(query as Record<string, string>)}`
    const lines = [
      `curl -X ${door.method} '${publicUrl}${path}${asked}' \\`,
      `  -H "Authorization: Bearer $VOUCHSAFE_KEY"`,
    ]
    if (door.idempotency === 'required') lines.push(`  -H 'Idempotency-Key: ${one.door}-1'`)
    if (body !== undefined)
      lines.push(`  -H 'Content-Type: application/json'`, `  -d '${JSON.stringify(body, null, 2)}'`)
    const text = lines.map((line, at) => (at === 0 || at === lines.length - 1 ? line : `${line} \\`)).join('\n')
    return `<li><p>${escapeHtml(one.why)}</p><pre tabindex="0"><code>${escapeHtml(text)}</code></pre></li>`
  })
  return page(
    'From nothing to the first redeemed voucher',
    `<p>Every step is one request. Ids and the code are examples: put in what your own answers say.</p><ol>${steps.join('')}</ol>`,
  )
}

const told: Record<(typeof webhookEvents)[number], string> = {
  'voucher.issued': 'somebody got a voucher',
  'voucher.redeemed': 'a voucher was redeemed, or a part of a gift card',
  'redemption.reversed': 'a redemption was taken back, in full or in part',
  'voucher.expired': 'a voucher ran out',
  'consent.changed': 'somebody agreed, refused or withdrew',
  'customer.erased': 'a customer was erased: delete what you were told of her',
  'campaign.budget_low': 'a budget comes to its end',
  'campaign.budget_exhausted': 'a budget is used up',
  'guess.alarm': 'somebody tries codes',
  'request.overdue': 'a request of a person is past its last day and not answered',
  'drop_in.changed':
    'something happened to a thing of the drop-in; <code>data.word</code> says what, as <code>campaign.updated</code>',
}

const webhooksPage = (): string =>
  page(
    'Webhooks',
    `<p>Webhooks follow <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: each delivery carries <code>webhook-id</code>,
<code>webhook-timestamp</code> and <code>webhook-signature</code>, an HMAC-SHA256 over <code>id.timestamp.body</code> with the secret that
was shown when the subscription was made. Check it over the raw body, refuse what is older than five minutes, and take a
<code>webhook-id</code> once: a delivery whose answer got lost comes again. Whatever is not answered with 2xx within ten seconds is tried
again for a day, with growing pauses; the log of deliveries and a replay are at <code>/v1/webhooks/{id}/deliveries</code>.</p>
<p>A body is <code>{ "type", "timestamp", "data" }</code>; <code>data</code> holds ids, and what the subscription includes besides.</p>
<table><thead><tr><th scope="col">type</th><th scope="col">when</th></tr></thead><tbody>${webhookEvents
      .map((event) => `<tr><td><code>${event}</code></td><td>${told[event]}</td></tr>`)
      .join('')}</tbody></table>`,
  )

const advice: Record<number, string> = {
  400: 'The request does not fit the contract: <code>errors</code> names the path of every field. Asking again unchanged will not help.',
  401: 'Send <code>Authorization: Bearer &lt;key&gt;</code> with a key that is neither expired nor revoked.',
  403: 'The key is known and may not do this: make one with the role that may, or ask somebody who has it.',
  404: 'What was named is not there, or not there for this key. Check the id.',
  405: 'The <code>Allow</code> header says which methods this address takes.',
  409: 'The state of things is against it. Read it again before you decide; asking again unchanged will not help.',
  410: 'It was there and is over. Nothing will bring it back.',
  413: 'Send less at once.',
  415: 'Send one of the content types that the reference names.',
  422: 'The request was understood and cannot be done as it is: <code>detail</code> and <code>errors</code> say why.',
  429: 'Wait as long as <code>Retry-After</code> says, then ask again.',
  431: 'Send fewer or shorter headers.',
  500: 'Something went wrong on our side: ask again with the same <code>Idempotency-Key</code>, and tell us the <code>requestId</code>.',
  503: 'Ask again after <code>Retry-After</code> with the same order or <code>Idempotency-Key</code>: nothing happens twice.',
}

function problemPage(code: RefusalCode): string {
  const [status, title] = refusals[code]
  return page(
    title,
    `<p><code>${code}</code>, HTTP ${status}</p><h2>What to do next</h2><p>${advice[status] ?? advice[422]}</p>`,
  )
}

function problemsPage(): string {
  const rows = (Object.keys(refusals) as RefusalCode[]).map((code) => {
    const [status, title] = refusals[code]
    return `<tr><td><a href="/problems/${code}"><code>${code}</code></a></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`
  })
  return page(
    'Every way the house says no',
    `<p>Refusals are <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problems; <code>type</code> is the address of the page here.</p>
<table><thead><tr><th scope="col">code</th><th scope="col">status</th><th scope="col">title</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )
}
