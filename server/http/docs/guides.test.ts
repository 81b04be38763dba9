// What the guides name exists: doors, commands with their options, settings, pages of the console, series, alerts, words.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { doors } from '#shared/api.ts'
import { categories, channels, legalBases, roles, scopes, webhookEvents } from '#shared/kinds.ts'
import { refusals } from '#shared/refusals.ts'
import { clientDoors, officeDoors, serverDoors } from '../routes/compat/all.ts'
import { type Guide, guide, guides, sourceOf } from './guides.ts'
import { renderText } from './render-text.ts'

const root = join(import.meta.dirname, '../../..')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')
const textsIn = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('.test.'))
    .map((name) => textOf(join(folder, name)))
    .join('\n')

const names = Object.keys(guides) as Guide[]
const codes = names.flatMap((name) => {
  const source = sourceOf(name)
  const fenced = [...source.matchAll(/```\w*\n([\s\S]*?)```/g)].flatMap(([, code = '']) => code.split('\n'))
  const within = [...source.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
  return [...fenced, ...within].map((code) => ({ name, code }))
})
const told = (is: (code: string) => boolean) => codes.filter(({ code }) => is(code))

test('every door is one of the list', () => {
  const known = new Set(
    Object.values(doors).map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`),
  )
  for (const [prefix, some] of [
    ['/voucherify/v1', serverDoors],
    ['/voucherify/client/v1', clientDoors],
    ['/voucherify/management/v1', officeDoors],
  ] as const)
    for (const { method, path } of some) known.add(`${method.toUpperCase()} ${prefix}${path}`)
  known.add('POST /voucherify/v1/oauth/token')
  const asked = told((code) => /^(GET|POST|PUT|PATCH|DELETE) /.test(code))
  expect(asked.length).toBeGreaterThan(80)
  expect(asked.filter(({ code }) => !known.has(code))).toEqual([])
})

test('every command is one of the package, with options that its script knows', () => {
  const { scripts, bin } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string>; bin: object }
  const wrong: unknown[] = []
  for (const { name, code } of told((one) => /^np[mx] /.test(one))) {
    const [, command = '', rest = ''] = /^np[mx] (?:run )?(\S+)(.*)$/.exec(code) ?? []
    if (code.startsWith('npx ')) {
      if (!(command in bin)) wrong.push({ name, code })
      continue
    }
    const script = scripts[command]
    if (script === undefined) wrong.push({ name, code })
    const source = /node (?:\S+ )*?(scripts\/\S+)/.exec(script ?? '')?.[1]
    const options = [...rest.matchAll(/ --([a-z][a-z-]*)/g)].map(([, option = '']) => option)
    for (const option of options)
      if (source === undefined || !textOf(source).includes(option)) wrong.push({ name, code, option })
  }
  expect(wrong).toEqual([])
})

test('every setting is one that the house reads, and every setting of the README is', () => {
  const config = `${textsIn('server/core', /^config.*\.ts$/)}\n${textOf('scripts/import-voucherify.ts')}`
  const isSetting = (code: string) => /^[A-Z][A-Z0-9]+(_[A-Z0-9]+)+$/.test(code)
  const asked = told(isSetting).filter(({ code }) => !['ROLLED_BACK'].includes(code))
  expect(asked.length).toBeGreaterThan(20)
  // A secret may stand in a file, whose name ends so.
  const bare = (name: string) => name.replace(/_FILE$/, '')
  expect(asked.filter(({ code }) => !new RegExp(`\\b${bare(code)}\\b`).test(config))).toEqual([])
  const readme = [...textOf('README.md').matchAll(/^\| (`[A-Z_`, or]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => bare(name)),
  )
  expect(readme.length).toBeGreaterThan(30)
  expect(readme.filter((name) => !new RegExp(`\\b${name}\\b`).test(config))).toEqual([])
})

test('every link leads somewhere', () => {
  const nav = textOf('web/console/nav.ts')
  const known = new Set([
    '/docs',
    '/docs/tutorial',
    '/docs/webhooks',
    '/problems',
    ...names.map((name) => `/docs/${name}`),
  ])
  const links = names.flatMap((name) =>
    [...guide(name).html.matchAll(/href="([^"]+)"/g)].map(([, to = '']) => ({ name, to })),
  )
  expect(links.length).toBeGreaterThan(30)
  expect(links.filter(({ to }) => !known.has(to) && !nav.includes(`'${to}'`))).toEqual([])
})

test('series, alerts and dotted words are those of the house', () => {
  const metrics = textsIn('server', /\.ts$/)
  expect(told((code) => /^vouchsafe_/.test(code)).filter(({ code }) => !metrics.includes(`'${code}'`))).toEqual([])
  const alerts = textOf('scripts/deploy/alerts.yaml')
  expect(told((code) => /^Vouchsafe[A-Z]/.test(code)).filter(({ code }) => !alerts.includes(`alert: ${code}`))).toEqual(
    [],
  )
  const rung = [...alerts.matchAll(/alert: (\w+)/g)].map(([, name = '']) => name)
  expect(rung.filter((name) => !sourceOf('operating').includes(`\`${name}\``))).toEqual([])
  const words = new Set<string>([...Object.keys(refusals), ...webhookEvents, ...categories, ...scopes])
  const elsewhere = textsIn('server/domain/connectors/vendors', /\.ts$/) + textsIn('server/domain/compat', /\.ts$/)
  const isKnown = (code: string) => {
    const [kind = '', ...rest] = code.split(/[./]/)
    return (
      existsSync(join(root, code)) ||
      words.has(code) ||
      elsewhere.includes(code) ||
      (elsewhere.includes(kind) && rest.every((one) => elsewhere.includes(one)))
    )
  }
  expect(
    told((code) => /^[a-z_]+([./][a-z_]+)+$/i.test(code)).filter(
      ({ code }) => !isKnown(code) && !/\.(json|yaml|ndjson|csv)$/.test(code),
    ),
  ).toEqual([])
  for (const word of [...roles, ...channels, ...legalBases])
    expect(names.some((name) => sourceOf(name).includes(`\`${word}\``))).toBe(true)
})

test('an assessment has the four parts of the law, and an auditor twenty answers with a place to look', () => {
  const source = sourceOf('privacy-officer')
  for (const part of ['(a)', '(b)', '(c)', '(d)']) expect(source).toContain(`### ${part}`)
  const answers = source.split('\n').filter((line) => /^\d+\. \*\*.+\?\*\* /.test(line))
  expect(answers).toHaveLength(20)
  for (const answer of answers) expect(answer).toMatch(/`(GET|POST|PUT|DELETE) \/|`npm run |`\/privacy`/)
})

test('texts are told as they are written, and nothing in them is a tag', () => {
  const { title, html, headings } = renderText(
    '# T & U\n\n## A <b>\n\nOne `<i>` and **two**\n[three](/docs).\n\n- a\n- b\n  c\n\n1. x\n2. y\n\n| h | k |\n| --- | --- |\n| 1 | `2` |\n\n```sh\na < b\n\nc\n```\n',
  )
  expect([title, headings]).toEqual(['T & U', [{ id: 'a-b', text: 'A <b>' }]])
  expect(html.split('\n')).toEqual([
    '<h2 id="a-b">A &lt;b&gt;</h2>',
    '<p>One <code>&lt;i&gt;</code> and <strong>two</strong> <a href="/docs">three</a>.</p>',
    '<ul><li>a</li><li>b c</li></ul>',
    '<ol><li>x</li><li>y</li></ol>',
    '<table><thead><tr><th scope="col">h</th><th scope="col">k</th></tr></thead><tbody><tr><td>1</td><td><code>2</code></td></tr></tbody></table>',
    '<pre tabindex="0"><code>a &lt; b',
    '',
    'c</code></pre>',
  ])
})
