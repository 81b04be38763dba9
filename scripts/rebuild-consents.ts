// Makes everybody's consent cells anew from the events and says whether their checksum is the same: of the house that
// DATABASE_URL names, or with `--people 100000` of a crowd of that size, twelve cells each, in a database of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checksumCells, rebuildAllCells } from '#consent/rebuild.ts'
import { readConfig } from '#core/config.ts'
import { openStore } from '#db/open.ts'
import type { Store } from '#db/store.ts'
import { seedCrowd } from './bench/crowd.ts'

const at = process.argv.indexOf('--people')
const people = at < 0 ? null : Number(process.argv[at + 1])
if (people !== null && !(Number.isSafeInteger(people) && people > 0)) throw new Error('--people takes a number')

async function check(store: Store): Promise<boolean> {
  const before = await checksumCells(store.read)
  const begun = performance.now()
  const rebuilt = await rebuildAllCells(store)
  const seconds = (performance.now() - begun) / 1000
  const after = await checksumCells(store.read)
  const isSame = before.sha256 === after.sha256
  const text = {
    people: rebuilt,
    cells: after.cells,
    seconds: Number(seconds.toFixed(1)),
    sha256: after.sha256,
    isSame,
  }
  process.stdout.write(`${JSON.stringify(text)}\n`)
  return isSame
}

const folder = people === null ? null : mkdtempSync(join(tmpdir(), 'vouchsafe-crowd-'))
const store =
  folder === null
    ? await openStore({ url: readConfig(process.env).databaseUrl, now: Date.now, migrate: false })
    : await seedCrowd(`file:${folder}/crowd.db`, people ?? 0)
try {
  if (!(await check(store))) process.exitCode = 1
} finally {
  await store.close()
  if (folder !== null) rmSync(folder, { recursive: true })
}
