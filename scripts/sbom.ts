// `npm run sbom [-- <file>]`: what the product is made of, as CycloneDX 1.5, out of the lock file and without a network; by default on the
// terminal. `--with-dev` adds what only builds and tests need. `--audit` asks the registry whether anything in it is known to be
// weak, and ends with 0 when not, 1 when it is, and 2 when nobody answered: then nothing is known, and nothing is claimed.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOptions } from './read-options.ts'

const root = join(import.meta.dirname, '..')
const { positionals, values } = readOptions({
  allowPositionals: true,
  options: { 'with-dev': { type: 'boolean' }, audit: { type: 'boolean' } },
})

interface Component {
  type: string
  name: string
  version: string
  'bom-ref': string
  properties?: { name: string; value: string }[]
}
interface Bom {
  bomFormat: string
  metadata: { component: Component }
  components: Component[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}

function npm(...args: string[]): { out: string; code: number | null } {
  const { stdout, status } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  return { out: stdout, code: status }
}

/** @throws Error when this npm is too old to know the word */
function makeBom(): Bom {
  const { out, code } = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only')
  if (code !== 0) throw new Error('npm 9.5 or newer makes the list: this one could not.')
  const bom = JSON.parse(out) as Bom
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Component
  // npm names it after the folder that it lies in.
  bom.metadata.component = { ...bom.metadata.component, type: 'application', name, version }
  return values['with-dev'] ? bom : withoutDev(bom)
}

/** Its own `--omit dev` also drops packages that the product needs and that a tool for tests names as a peer. */
function withoutDev(bom: Bom): Bom {
  const isDev = ({ properties = [] }: Component) =>
    properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true')
  const components = bom.components.filter((one) => !isDev(one))
  const kept = new Set([...components, bom.metadata.component].map((one) => one['bom-ref']))
  const dependencies = bom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }))
  return { ...bom, components, dependencies }
}

function audit(): number {
  const { out } = npm('audit', '--omit', 'dev', '--json')
  const said = readAudit(out)
  if (said === null) {
    console.error('No registry answered: whether anything here is known to be weak is not known.')
    return 2
  }
  if (said.length > 0) console.error(`Known to be weak: ${said.join(', ')}`)
  return said.length > 0 ? 1 : 0
}

/** Names; null when there was no answer. */
function readAudit(text: string): string[] | null {
  try {
    const { vulnerabilities } = JSON.parse(text) as { vulnerabilities?: Record<string, unknown> }
    return vulnerabilities === undefined ? null : Object.keys(vulnerabilities)
  } catch {
    return null
  }
}

try {
  const text = `${JSON.stringify(makeBom(), null, 2)}\n`
  const [file] = positionals
  if (file === undefined) process.stdout.write(text)
  else writeFileSync(file, text)
  if (values.audit) process.exitCode = audit()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
