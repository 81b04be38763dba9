// The import rules of the house, checked over every source file and told in sentences.
// Data and imports flow one way: shared ← db ← server/core ← server/domain (down the river) ← jobs, http ← main.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')

/** The rooms in river order; a room may import those before it. */
export const river = [
  'access',
  'customers',
  'consent',
  'catalog',
  'occasions',
  'segments',
  'budget',
  'experiments',
  'campaigns',
  'vouchers',
  'delivery',
  'redemption',
  'reports',
  'privacy',
  'connectors',
  'compat',
] as const

/** Who alone may import a package. */
const keepers: Record<string, RegExp> = {
  express: /^server\/http\//,
  'better-sqlite3': /^db\//,
  pg: /^db\//,
  'node-cron': /^server\/jobs\//,
  react: /^web\//,
  'react-dom': /^web\//,
}
const topLevel = new Set(['server', 'web', 'shared', 'db', 'scripts', 'package.json', 'tsconfig.json', 'README.md'])
const alsoAllowed =
  /^(\..+|LICENSE|CONTRIBUTING\.md|CHANGELOG\.md|SECURITY\.md|Dockerfile|compose\.yaml|package-lock\.json|biome\.json|vite(st)?\.config\.ts|node_modules|data|coverage)$/
const bannedFolders = /^(utils?|helpers?|common|lib|services?|managers?)$/

export interface Import {
  from: string
  /** A path from the root, or a package's name. */
  to: string
  isPackage: boolean
}

/** Every sentence is one broken rule; none means the house stands. */
export function checkImports(): string[] {
  const files = sources()
  const imports = files.flatMap(importsOf)
  return [...tree(), ...files.flatMap(folderNames), ...imports.flatMap(layersOf), ...circles(imports)]
}

/** What one import breaks. */
export const layersOf = (one: Import): string[] => [...layers(one), ...rooms(one)]

function sources(): string[] {
  return ['server', 'db', 'shared', 'web', 'scripts'].flatMap((top) =>
    (readdirSync(join(root, top), { recursive: true }) as string[])
      .filter((path) => /\.(ts|tsx|js)$/.test(path) && !path.startsWith('dist'))
      .map((path) => join(top, path)),
  )
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8')
  const found = source.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\{[^}]*\}[^'"\n]*?)?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\('([^']+)'\)/g,
  )
  return [...found].map((match) => {
    const spec = match[1] ?? match[2] ?? match[3] ?? ''
    if (spec.startsWith('.'))
      return { from: file, to: relative(root, resolve(root, dirname(file), spec)), isPackage: false }
    if (spec.startsWith('#')) return { from: file, to: aliased(spec), isPackage: false }
    const name = spec.startsWith('@') ? spec.split('/').slice(0, 2).join('/') : (spec.split('/')[0] ?? spec)
    return { from: file, to: name, isPackage: true }
  })
}

function aliased(spec: string): string {
  const [room = '', ...rest] = spec.slice(1).split('/')
  const path = rest.join('/')
  if (room === 'core') return `server/core/${path}`
  if (room === 'db' || room === 'shared') return `${room}/${path}`
  return `server/domain/${room}/${path}`
}

function tree(): string[] {
  return readdirSync(root)
    .filter((name) => !topLevel.has(name) && !alsoAllowed.test(name))
    .map((name) => `${name} stands at the top of the house, where only server, web, shared, db and scripts live.`)
}

function folderNames(file: string): string[] {
  const bad = dirname(file)
    .split('/')
    .find((part) => bannedFolders.test(part))
  return bad === undefined
    ? []
    : [`${file} lives in a folder called ${bad}, which is no noun of this house: what has no noun has no room yet.`]
}

const isTest = (file: string) =>
  /\.test\.tsx?$/.test(file) || /(^|\/)test-[^/]+\.ts$/.test(file) || file.startsWith('server/acceptance/')
const place = (file: string) =>
  file.startsWith('server/') || file.startsWith('web/privacy/')
    ? file.split('/').slice(0, 2).join('/')
    : (file.split('/')[0] ?? file)
const may: Record<string, readonly string[]> = {
  shared: ['shared'],
  db: ['db', 'shared'],
  'server/core': ['server/core', 'db', 'shared'],
  'server/domain': ['server/domain', 'server/core', 'db', 'shared'],
  'server/jobs': ['server/jobs', 'server/domain', 'server/core', 'db', 'shared'],
  'server/http': ['server/http', 'server/jobs', 'server/domain', 'server/core', 'db', 'shared', 'web/privacy'],
  'server/main.ts': ['server/start.js', 'server/serve.ts', 'server/core'],
  'server/serve.ts': ['server/http', 'server/jobs', 'server/domain', 'server/core', 'db', 'shared'],
  web: ['web', 'shared'],
  // pages written by the server: pure, so that they know nothing but the words of shared and each other
  'web/privacy': ['web/privacy', 'shared'],
}

function layers({ from, to, isPackage }: Import): string[] {
  if (isPackage) {
    const keeper = keepers[to]
    if (keeper !== undefined && !keeper.test(from) && !isTest(from) && !from.startsWith('scripts/'))
      return [`${from} imports ${to}, which only ${keeper.source} may know.`]
    if (place(from) === 'shared' && to !== 'zod' && !isTest(from))
      return [`${from} imports ${to}; shared imports zod and nothing else.`]
    return []
  }
  const allowed = may[place(from)]
  if (allowed === undefined || isTest(from) || allowed.includes(place(to))) return []
  return [`${from} imports ${to}: ${place(from)} may import ${allowed.join(', ')} only.`]
}

const roomOf = (file: string) => /^server\/domain\/([^/]+)\//.exec(file)?.[1]
const tableOf = (file: string) => /^db\/tables\/([^/]+)\.ts$/.exec(file)?.[1]

function rooms({ from, to, isPackage }: Import): string[] {
  if (isPackage || isTest(from)) return []
  const here = roomOf(from)
  const there = roomOf(to)
  const table = tableOf(to)
  const told: string[] = []
  if (table !== undefined) told.push(...tables(from, here, table))
  if (here === undefined || there === undefined || here === there) {
    if (here === undefined && there !== undefined && /\/queries[^/]*\.ts$/.test(to))
      told.push(`${from} imports ${to}, the SQL of another room.`)
    return told
  }
  const upstream = river.indexOf(there as (typeof river)[number]) < river.indexOf(here as (typeof river)[number])
  if (!upstream) told.push(`${from} imports ${to}: ${there} lies downstream of ${here}, and data flows one way.`)
  if (/\/queries[^/]*\.ts$/.test(to)) told.push(`${from} imports ${to}: the SQL of ${there} is for ${there} alone.`)
  if (/\/personal-data\.ts$/.test(to) && here !== 'privacy')
    told.push(`${from} imports ${to}, which only privacy may ask.`)
  return told
}

function tables(from: string, here: string | undefined, table: string): string[] {
  const owner = here ?? (from.startsWith('server/core/') ? 'core' : from.startsWith('server/jobs/') ? 'jobs' : 'none')
  const reads = owner === 'segments' || owner === 'reports'
  if (owner === table || reads || from.startsWith('db/') || from.startsWith('scripts/')) return []
  return [`${from} imports the tables of ${table}, which belong to that room.`]
}

/** One sentence per circle of files. Imports of types alone count too: a circle is a circle. */
function circles(imports: Import[]): string[] {
  const edges = new Map<string, string[]>()
  for (const { from, to, isPackage } of imports) {
    if (!isPackage && !isTest(from) && roomOf(from) !== undefined && roomOf(to) !== undefined)
      edges.set(from, [...(edges.get(from) ?? []), to])
  }
  const done = new Set<string>()
  const told: string[] = []
  const walk = (file: string, path: string[]) => {
    const at = path.indexOf(file)
    if (at >= 0) return void told.push(`${[...path.slice(at), file].join(' → ')} is a circle.`)
    if (done.has(file)) return
    for (const next of edges.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of edges.keys()) walk(file, [])
  return told
}

if (import.meta.main) {
  const broken = checkImports()
  console.log(broken.length === 0 ? 'The house stands: every import flows one way.' : broken.join('\n'))
  process.exit(broken.length === 0 ? 0 : 1)
}
