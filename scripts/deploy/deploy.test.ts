/** How others run it: the files of each way are sound and strict, and the packed package starts from a folder of installed ones. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { expect, test } from 'vitest'
import { parseAllDocuments, parse as parseYaml } from 'yaml'
import { settingNames } from '#core/config.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('the Dockerfile is sound, and what runs is nobody special', () => {
  expect(validate(read('Dockerfile'))).toEqual([])
  const last =
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? ''
  expect(last).toMatch(/^USER node$/m)
  expect(last).not.toMatch(/^(ADD|RUN .*(curl|wget))/m)
  for (const path of ['node_modules', 'data', '.git']) expect(read('.dockerignore').split('\n')).toContain(path)
})

test('the compose file takes two of them on one PostgreSQL, without writing to themselves and without a secret in it', () => {
  const { services, secrets, volumes } = parseYaml(read('compose.yaml'))
  expect(services.vouchsafe).toMatchObject({ read_only: true, cap_drop: ['ALL'], deploy: { replicas: 2 } })
  for (const service of Object.values(services) as { secrets?: string[]; volumes?: string[] }[]) {
    for (const name of service.secrets ?? []) expect(Object.keys(secrets)).toContain(name)
    for (const volume of service.volumes ?? []) expect(Object.keys(volumes)).toContain(volume.split(':')[0])
  }
  expect(read('compose.yaml')).not.toMatch(/PASSWORD:|SECRET:/)
})

test('the chart makes whole documents, with probes, limits and nothing to write on', () => {
  const { spec } = renderChart({}).find(({ kind }) => kind === 'Deployment') as unknown as Deployment
  const kept = renderChart({ journalClaim: 'erased' }).find(
    ({ kind }) => kind === 'Deployment',
  ) as unknown as Deployment
  const names = ({ spec: { template } }: Deployment) => template.spec.containers[0]?.env.map(({ name }) => name)
  expect(names(kept)).toEqual([...(names({ spec }) ?? []), 'ERASURE_JOURNAL'])
  expect(kept.spec.template.spec.volumes.at(-1)).toEqual({
    name: 'journal',
    persistentVolumeClaim: { claimName: 'erased' },
  })
  expect(spec.template.spec.volumes.map(({ name }) => name)).toEqual(['secret', 'tmp'])
  expect(
    renderChart({})
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['Deployment', 'PodDisruptionBudget', 'Service'])
  for (const { metadata } of renderChart({})) expect(metadata).toMatchObject({ name: 'shop' })
  expect(spec.replicas).toBe(2)
  const pod = spec.template.spec
  for (const container of [...pod.containers, ...pod.initContainers]) {
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false })
  }
  expect(pod.securityContext.runAsNonRoot).toBe(true)
  expect(pod.containers[0]).toMatchObject({
    image: 'vouchsafe:0.1.0',
    ports: [{ containerPort: 8080 }],
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
  })
  expect(Object.keys(pod.containers[0] ?? {})).toEqual(
    expect.arrayContaining(['livenessProbe', 'readinessProbe', 'resources']),
  )
})

interface Deployment {
  spec: { replicas: number; template: { spec: Pod } }
}

/** As `helm template` would, for the few words of it that the chart uses. */
function renderChart(given: Record<string, string>): Record<string, never>[] {
  const values = { ...parseYaml(read('scripts/deploy/chart/values.yaml')), ...given }
  type Tree = { [key: string]: Tree } | string | number
  const house = { Values: values, Release: { Name: 'shop' } } as Tree
  const at = (path: string) =>
    path.split('.').reduce<Tree>((tree, key) => (tree as { [key: string]: Tree })[key] ?? '', house)
  return readdirSync(join(root, 'scripts/deploy/chart/templates')).flatMap((name) => {
    const whole = read(`scripts/deploy/chart/templates/${name}`).replaceAll(
      /^ *\{\{- if \.([\w.]+) \}\}\n([\s\S]*?)^ *\{\{- end \}\}\n/gm,
      (_all, path, inner) => (at(path) === '' ? '' : inner),
    )
    const text = whole.replaceAll(/\{\{ \.([\w.]+) \}\}/g, (_all, path) => String(at(path)))
    // A formatter that takes a template for YAML pulls its braces apart, and then it says nothing to anybody.
    expect(text).not.toMatch(/\{\{|\{ \{|undefined/)
    return parseAllDocuments(text).map((document) => {
      expect(document.errors).toEqual([])
      return document.toJS() as Record<string, never>
    })
  })
}

interface Pod {
  containers: { securityContext: object; env: { name: string }[] }[]
  initContainers: { securityContext: object }[]
  securityContext: { runAsNonRoot: boolean }
  volumes: { name: string }[]
}

test('every variable that these files set is one that is read', () => {
  const known = new Set([...settingNames, 'NODE_ENV', 'NODE_COMPILE_CACHE'])
  const inDockerfile = [...read('Dockerfile').matchAll(/^ENV (.*)$/gm)].flatMap(([, line]) => String(line).split(' '))
  const inUnit = [...read('scripts/deploy/vouchsafe.service').matchAll(/^Environment=(.*)$/gm)].flatMap(([, line]) =>
    String(line).split(' '),
  )
  const { services } = parseYaml(read('compose.yaml'))
  const inCompose = Object.keys(services.vouchsafe.environment)
  const started = String(services.vouchsafe.entrypoint.at(-1)).split(' ')
  const pairs = [...inDockerfile, ...inUnit, ...started.filter((word) => /^[A-Z_]+=/.test(word))]
  const pods = renderChart({ journalClaim: 'erased' }).flatMap((document) =>
    document.kind === 'Deployment' ? [(document as unknown as Deployment).spec.template.spec] : [],
  )
  const inChart = pods.flatMap(({ containers }) => containers.flatMap(({ env }) => env.map(({ name }) => name)))
  const all = [...pairs.map((pair) => pair.split('=')[0] ?? ''), ...inCompose, ...inChart]
  expect(all.length).toBeGreaterThan(15)
  expect(all.filter((name) => !known.has(name))).toEqual([])
})

test('the unit of systemd is one, and strict', () => {
  const unit = join(root, 'scripts/deploy/vouchsafe.service')
  const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
  if (verified.error) console.warn('the unit was not verified: there is no systemd-analyze on this machine')
  else
    expect(
      verified.stderr.split('\n').filter((line) => line.includes('.service:') && !line.includes('is not executable')),
    ).toEqual([])
  for (const line of ['DynamicUser=yes', 'ProtectSystem=strict', 'NoNewPrivileges=yes'])
    expect(read('scripts/deploy/vouchsafe.service')).toContain(line)
})

test('the packed package starts with `vouchsafe` from a folder of installed packages', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouchsafe-pack-'))
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'pipe' })
    const home = join(folder, 'node_modules')
    mkdirSync(join(home, 'vouchsafe'), { recursive: true })
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    execFileSync('tar', ['-xzf', join(folder, String(tarball)), '--strip-components=1', '-C', join(home, 'vouchsafe')])
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(home, name))
    }
    // Nobody may write beside the code in a container: it starts all the same, and says nothing of it.
    mkdirSync(join(home, 'vouchsafe/node_modules'))
    writeFileSync(join(home, 'vouchsafe/node_modules/.cache'), 'no folder')
    for (const cache of [undefined, '/dev/null/nowhere'])
      expect(await startAndStop(folder, home, cache)).not.toMatch(/cache/i)
    // Whoever has only the package backs up, upgrades and examines by it as well.
    const run = (...told: string[]) => {
      const env = { ...process.env, DATABASE_URL: `file:${folder}/v.db`, VOUCHSAFE_SECRET: 's'.repeat(32) }
      const line = [join(home, 'vouchsafe/scripts/vouchsafe.js'), ...told]
      const { status, stdout, stderr } = spawnSync(process.execPath, line, { cwd: folder, env, encoding: 'utf8' })
      return [status, stdout + stderr]
    }
    expect(run('migrate')).toEqual([0, 'The database is up to date.\n'])
    expect(run('backup', join(folder, 'copies'))).toEqual([0, expect.stringContaining('.db')])
    expect(run('doctor', '--key')).toEqual([2, "Unknown option '--key'. What there is says --help.\n"])
    expect(run('destroy')).toEqual([2, expect.stringContaining('restore')])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Answers what it said meanwhile. */
async function startAndStop(folder: string, home: string, cache: string | undefined): Promise<string> {
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: `file:${folder}/v.db`,
    VOUCHSAFE_SECRET: 's'.repeat(32),
    ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
  }
  const child = spawn(process.execPath, [join(home, 'vouchsafe/scripts/vouchsafe.js')], { cwd: folder, env })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part) => {
      said += part
      const found = /"url":"(http:[^"]+)"/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    ended.then(() => reject(new Error(said)))
  })
  expect((await fetch(`${url.replace('localhost', '127.0.0.1')}/readyz`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  return said
}
