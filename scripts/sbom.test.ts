// The bill of materials lists what package.json asks for, in the versions of the lock; an audit that nobody answers says so.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const run = async (args: string[], env: Record<string, string> = {}) => {
  try {
    const all = { ...process.env, ...env }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['scripts/sbom.ts', ...args], { env: all })
    return { code: 0, stdout, stderr }
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string }
  }
}
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'))

test('the bill of materials is CycloneDX and has every dependency of the product and none of its tests', async () => {
  const file = join(mkdtempSync(join(inject('scratch'), 'sbom-')), 'bom.json')
  // Nobody is asked: this registry does not exist.
  const offline = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' }
  const { code, stderr } = await run([file, '--audit'], offline)
  expect([code, stderr]).toEqual([2, expect.stringContaining('No registry answered')])
  const bom = readJson(file)
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' })
  const { name, version, dependencies, devDependencies } = readJson(join(root, 'package.json'))
  expect(bom.metadata.component).toMatchObject({ type: 'application', name, version })
  const listed = new Set(
    (bom.components as { group?: string; name: string; version: string }[]).map(
      (one) => `${one.group ? `${one.group}/` : ''}${one.name}@${one.version}`,
    ),
  )
  const { packages } = readJson(join(root, 'package-lock.json'))
  const locked = (one: string) => `${one}@${packages[`node_modules/${one}`].version}`
  expect(Object.keys(dependencies).filter((one) => !listed.has(locked(one)))).toEqual([])
  expect(listed.has(locked('vitest'))).toBe(false)
  expect(Object.keys(devDependencies)).toContain('vitest')
})
