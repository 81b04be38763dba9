// `npm run restore -- <backup.db>`: puts a backup in the place of the database, forgets again whom the erasure journal names, and
// marks the house as restored: until `--confirm` it takes, issues and sends nothing, because codes that were redeemed after the
// backup look fresh in it. `--redemptions <file>` tells it which ones (a line of JSON each: { "code", "order" } as a checkout
// sends them). With PostgreSQL restore with pg_restore first, then run this with `--mark`. Nothing is overwritten: what was there
// is moved aside.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, readConfig } from '#core/config.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { confirmRestored, markRestored, readErasures } from '#core/restored.ts'
import { sha256 } from '#core/secrets.ts'
import { claimFile } from '#db/claim-file.ts'
import { pathOf } from '#db/open.ts'
import { erasePerson } from '#privacy/forget-me.ts'
import { redeem } from '#redemption/redeem.ts'
import { askRedemption } from '#shared/contracts/redemptions.ts'
import { openHouse } from '../server/main.ts'
import { isSealed, openFile } from './backup/seal-file.ts'
import { verifyCopy } from './backup/verify-copy.ts'
import { readOptions } from './read-options.ts'

const { positionals, values } = readOptions({
  allowPositionals: true,
  options: {
    erasures: { type: 'string', multiple: true },
    redemptions: { type: 'string' },
    'key-file': { type: 'string' },
    mark: { type: 'boolean' },
    confirm: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },
})
const config = readConfig(process.env)
const backup = positionals[0]

try {
  if (backup !== undefined) await putBack(backup)
  else if (values.mark) await mark(config)
  else if (values.redemptions !== undefined) await tellRedemptions(values.redemptions)
  else if (values.confirm) await confirm()
  else
    throw new Error('Say what to restore: npm run restore -- <backup.db>, or --mark, --redemptions <file>, --confirm')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function putBack(from: string): Promise<void> {
  if (!config.databaseUrl.startsWith('file:')) {
    throw new Error('With PostgreSQL use pg_restore, and then `npm run restore -- --mark`.')
  }
  const path = pathOf(config.databaseUrl)
  const folder = mkdtempSync(`${path}.opening-`)
  try {
    await putBackFrom(path, from, await opened(from, folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function putBackFrom(path: string, from: string, sources: [string, string]): Promise<void> {
  const wrong = await verifyCopy(sources[0])
  if (wrong.length > 0) throw new Error(`${from} is not in order:\n  ${wrong.join('\n  ')}`)
  const forget = erasuresOf()
  if (values['dry-run']) {
    return console.log(
      `Would put ${from} at ${path}${existsSync(path) ? ', move what is there aside' : ''} and forget ${forget.length} people again.`,
    )
  }
  const claim = claimFile(path)
  const aside = `.before-${new Date().toISOString().replaceAll(':', '-')}`
  for (const end of ['', '.keys']) {
    for (const log of ['-wal', '-shm', '']) {
      if (existsSync(`${path}${end}${log}`)) renameSync(`${path}${end}${log}`, `${path}${end}${aside}${log}`)
    }
  }
  copyFileSync(sources[0], path)
  copyFileSync(sources[1], `${path}.keys`)
  await mark(config)
  claim.release()
}

/** The two files of a backup, decrypted into `folder` where they are sealed. */
async function opened(from: string, folder: string): Promise<[string, string]> {
  const pair = from.endsWith('.sealed') ? [from, from.replace(/\.sealed$/, '.keys.sealed')] : [from, `${from}.keys`]
  const files: string[] = []
  for (const file of pair) {
    if (!existsSync(file)) throw new Error(`There is no ${file}: a backup is the database and its keys.`)
    if (isSealed(file)) {
      if (values['key-file'] === undefined) throw new Error(`${file} is encrypted: say --key-file <file>.`)
      const plain = join(folder, String(files.length))
      await openFile(file, plain, values['key-file'])
      files.push(plain)
    } else files.push(file)
  }
  return files as [string, string]
}

function erasuresOf(): string[] {
  const own = config.erasureJournal !== null && existsSync(config.erasureJournal) ? [config.erasureJournal] : []
  return [...new Set([...own, ...(values.erasures ?? [])].flatMap(readErasures))]
}

/** Marked before anything else, so that a server that is started too soon is a restored one. */
async function mark(where: Config): Promise<void> {
  await inHouse(where, async (house) => {
    await house.store.write(markRestored)
    const gone = erasuresOf()
    let forgotten = 0
    for (const id of gone) forgotten += await forgetAgain(house, id)
    console.log(
      `Restored. ${gone.length} people are in the erasure journal; ${forgotten} of them had come back and are erased again.`,
    )
    console.log(
      'Codes are not taken yet. Tell what was redeemed since: npm run restore -- --redemptions <file>, then --confirm.',
    )
  })
}

async function forgetAgain(house: House, customerId: string): Promise<number> {
  if ((await house.vault.keysOf([customerId])).size === 0) return 0
  // The key first: without it nothing of hers can be read, and nobody is written to again.
  await house.vault.destroy([customerId])
  await erasePerson(house, customerId, 'restore', 'shop').catch((error) => {
    if (!(error instanceof Refusal)) throw error
  })
  return 1
}

async function tellRedemptions(file: string): Promise<void> {
  const lines = readFileSync(file, 'utf8').split('\n')
  const counts = { redeemed: 0, known: 0, refused: 0 }
  await inHouse(config, async (house) => {
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue
      const said = await redeemLine(house, line)
      if (said === 'redeemed' || said === 'known') counts[said] += 1
      else {
        counts.refused += 1
        console.error(`${file}:${at + 1}: ${said}`)
      }
    }
  })
  console.log(`${counts.redeemed} redeemed, ${counts.known} known already, ${counts.refused} refused.`)
  if (counts.refused > 0) process.exitCode = 1
}

/** The same redemption as at the checkout; told twice it is one. */
async function redeemLine(house: House, line: string): Promise<string> {
  try {
    const parsed = askRedemption.safeParse(JSON.parse(line))
    if (!parsed.success)
      return parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
    const hash = sha256(line)
    const { replayed } = await redeem(house, parsed.data, { scope: 'restore', key: hash, hash })
    return replayed ? 'known' : 'redeemed'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    if (error instanceof SyntaxError) return 'this is no JSON'
    throw error
  }
}

async function confirm(): Promise<void> {
  await inHouse(config, (house) => house.store.write(confirmRestored))
  console.log('Confirmed: codes are taken again. A server that runs notices within seconds.')
}

async function inHouse(where: Config, work: (house: House) => Promise<void>): Promise<void> {
  const house = await openHouse(where)
  try {
    await work(house)
    await house.store.drain()
  } finally {
    await house.store.close()
  }
}
