/** A SQLite file has one server at a time, whatever name it goes by, and is free as soon as that one is gone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, inject, it, onTestFinished } from 'vitest'
import { claimFile, FileInUse } from './claim-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(inject('scratch'), 'claim-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

/** Another process that claims the file, says so and stays. */
async function claimElsewhere(path: string) {
  const code = `import { claimFile } from '${join(import.meta.dirname, 'claim-file.ts')}'
    claimFile(process.argv[1]); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

it('is refused while another process has it, and free once that one was killed', async () => {
  const path = join(folder, 'shop.db')
  const other = await claimElsewhere(path)
  expect(() => claimFile(path, 0)).toThrow(FileInUse)
  expect(() => claimFile(path, 0)).toThrow(/Another server uses .*shop\.db.*PostgreSQL/)
  other.kill('SIGKILL')
  await once(other, 'exit')
  claimFile(path, 0).release()
})

it('is one file under all its names, and one in the same process too', () => {
  const path = join(folder, 'shop.db')
  writeFileSync(path, '')
  symlinkSync(path, join(folder, 'link.db'))
  const held = claimFile(join(folder, 'link.db'), 0)
  expect(() => claimFile(path, 0)).toThrow(FileInUse)
  const other = claimFile(join(folder, 'other.db'), 0)
  held.release()
  claimFile(path, 0).release()
  other.release()
})
