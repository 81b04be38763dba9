// `npm test`: types, style, the console's build, then every suite on SQLite and on a real PostgreSQL; ends with one line of counts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'vouchsafe-check-'))
const results = join(folder, 'results.json')
const bin = (name: string) => join(import.meta.dirname, '../node_modules/.bin', name)

const steps: { title: string; command: string; args: string[] }[] = [
  { title: 'types', command: bin('tsc'), args: ['--noEmit'] },
  { title: 'style', command: bin('biome'), args: ['check', '--error-on-warnings', '.'] },
  { title: 'console', command: process.execPath, args: [join(import.meta.dirname, 'build-console.ts')] },
  {
    title: 'suites',
    command: bin('vitest'),
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...process.argv.slice(2)],
  },
]

let failed = false
for (const { title, command, args } of steps) {
  console.log(`\n── ${title}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: join(import.meta.dirname, '..') })
  if (status !== 0) {
    console.error(`── ${title} failed`)
    failed = true
  }
}

console.log(`\n${counts()}`)
rmSync(folder, { recursive: true, force: true })
process.exit(failed ? 1 : 0)

function counts(): string {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(readFileSync(results, 'utf8'))
    // the counts decide, whatever the exit code says
    if (success !== true || numFailedTests > 0 || numPassedTests === 0) failed = true
    return `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`
  } catch {
    failed = true
    return '0 passed, 1 failed'
  }
}
