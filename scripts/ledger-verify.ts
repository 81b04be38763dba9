// `npm run ledger:verify -- <database> [--jwks <file>]`: checks the ledger of a copy, offline and without any secret: every event
// against its leaf, every leaf against the tree, every signed head against both. Ends with 1 and names what does not fit.
import { readFileSync } from 'node:fs'
import { checkWhole, knownKeys, type Mismatch } from '#consent/ledger-check.ts'
import { readConfig } from '#core/config.ts'
import type { PublicKey } from '#core/signing.ts'
import { openForReading } from '#db/open-for-reading.ts'
import type { Queries } from '#db/store.ts'
import { readOptions } from './read-options.ts'

const words: Record<Mismatch['kind'], string> = {
  changed: 'is not what it was when it got its leaf',
  missing: 'has gone',
  renumbered: 'is missing from the numbering',
  tree: 'does not fit the leaves below it',
  head: 'does not fit the leaves it was signed for',
  signature: 'is not signed by a known key',
  unlisted: 'was written past the ledger',
}

const { positionals, values } = readOptions({ allowPositionals: true, options: { jwks: { type: 'string' } } })
const named = positionals[0] ?? readConfig(process.env).databaseUrl
const url = /^(file|postgres(ql)?):/.test(named) ? named : `file:${named}`

try {
  const { read, close } = openForReading(url)
  process.exitCode = (await verify(read)) ? 0 : 1
  await close()
} catch (error) {
  console.error(`The copy cannot be read: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}

async function verify(q: Queries): Promise<boolean> {
  const keys = values.jwks === undefined ? await knownKeys(q) : readKeys(values.jwks)
  const { tree, found } = await checkWhole(q, keys)
  for (const { what, leaf, kind } of found) {
    console.log(`${what}${leaf === null || what === `leaf ${leaf}` ? '' : ` (leaf ${leaf})`} ${words[kind]}`)
  }
  console.log(
    `${tree.size} leaves, root ${tree.root}: ${found.length === 0 ? 'all of it fits' : `${found.length} do not fit`}`,
  )
  for (const { kid } of keys) {
    console.log(
      `Signed by ${kid}${values.jwks === undefined ? ' (as the copy says: compare it with the one you know)' : ''}`,
    )
  }
  return found.length === 0
}

function readKeys(file: string): PublicKey[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { keys: PublicKey[] }).keys
}
