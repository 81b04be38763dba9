/** How others run it: the files of each way are sound and strict, and the packed package starts from a folder of installed ones. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { expect, test } from 'vitest'
import { parseAllDocuments, parse as parseYaml } from 'yaml'

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
  const values = parseYaml(read('scripts/deploy/chart/values.yaml'))
  type Tree = { [key: string]: Tree } | string | number
  const given = { Values: values, Release: { Name: 'shop' } } as Tree
  const at = (path: string) =>
    path.split('.').reduce<Tree>((tree, key) => (tree as { [key: string]: Tree })[key] ?? '', given)
  const documents = readdirSync(join(root, 'scripts/deploy/chart/templates')).flatMap((name) => {
    const text = read(`scripts/deploy/chart/templates/${name}`).replaceAll(/\{\{ \.([\w.]+) \}\}/g, (_all, path) =>
      String(at(path)),
    )
    // A formatter that takes a template for YAML pulls its braces apart, and then it says nothing to anybody.
    expect(text).not.toMatch(/\{\{|\{ \{|undefined/)
    return parseAllDocuments(text).map((document) => {
      expect(document.errors).toEqual([])
      return document.toJS() as Record<string, never>
    })
  })
  expect(documents.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'PodDisruptionBudget', 'Service'])
  for (const { metadata } of documents) expect(metadata).toMatchObject({ name: 'shop' })
  const { spec } = documents.find(({ kind }) => kind === 'Deployment') as unknown as {
    spec: { replicas: number; template: { spec: Pod } }
  }
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

interface Pod {
  containers: { securityContext: object }[]
  initContainers: { securityContext: object }[]
  securityContext: { runAsNonRoot: boolean }
}

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
    const env = {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: `file:${folder}/v.db`,
      VOUCHSAFE_SECRET: 's'.repeat(32),
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
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
