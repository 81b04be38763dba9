// `node scripts/bench/ledger.ts [leaves]`: how fast the ledger gives leaves, proves and checks at a size, 1.2 million by default.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noteFact, readTree, sequenceLedger, signHead } from '#consent/ledger.ts'
import { checkSlice, knownKeys, newPass } from '#consent/ledger-check.ts'
import { proveConsistency, proveInclusion } from '#consent/ledger-proofs.ts'
import { provesInclusion } from '#consent/ledger-tree.ts'
import { readConfig } from '#core/config.ts'
import type { House } from '#core/house.ts'
import { makeLog } from '#core/log.ts'
import { makeSecrets } from '#core/secrets.ts'
import { makeVault } from '#core/vault.ts'
import { openStore } from '#db/open.ts'

const leaves = Number(process.argv[2] ?? 1_200_000)
const PAGE = 5000
const PROOFS = 500

const folder = mkdtempSync(join(tmpdir(), 'vouchsafe-ledger-'))
try {
  await measure()
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(): Promise<void> {
  const store = await openStore({ url: `file:${folder}/ledger.db`, now: Date.now })
  const secrets = makeSecrets(randomBytes(32).toString('base64url'))
  const vault = makeVault(store, secrets)
  const clock = { now: Date.now, isTest: false, set() {} }
  const house: House = { store, clock, secrets, vault, log: makeLog('silent'), config: readConfig({}) }
  for (let at = 0; at < leaves; at += PAGE) {
    await store.write(async (tx) => {
      for (let i = at; i < Math.min(leaves, at + PAGE); i++) await noteFact(tx, 'bench', { n: i })
    })
  }
  const sequencing = await timed(() => sequenceLedger(house))
  const head = await signHead(house)
  const { size } = await readTree(store.read)
  console.log(
    `${size} leaves given in ${(sequencing / 1000).toFixed(1)} s: ${Math.round((size / sequencing) * 1000)} a second`,
  )
  const index = (i: number) => Math.floor((i * 7919 * 104_729) % size)
  const inclusion: number[] = []
  const consistency: number[] = []
  for (let i = 0; i < PROOFS; i++) {
    inclusion.push(
      await timed(async () => {
        const { leaf, leafHash, path, root } = await proveInclusion(store.read, { leaf: index(i), size })
        const hashes = path.map((step) => Buffer.from(step, 'hex'))
        const proof = {
          index: leaf,
          size,
          leaf: Buffer.from(leafHash, 'hex'),
          path: hashes,
          root: Buffer.from(root, 'hex'),
        }
        if (!provesInclusion(proof) || root !== head.root) throw new Error(`leaf ${leaf} is not proved`)
      }),
    )
    consistency.push(await timed(() => proveConsistency(store.read, 1 + index(i), size)))
  }
  console.log(`a proof of inclusion: ${spread(inclusion)}; of consistency: ${spread(consistency)}`)
  const [pass, keys] = [newPass(), await knownKeys(store.read)]
  const checking = await timed(async () => {
    for (let slice = 0; slice < 100 && pass.next < size; slice++) await checkSlice(store.read, pass, size, keys)
  })
  console.log(`checked ${Math.round((pass.next / checking) * 1000)} leaves a second`)
  await store.close()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function spread(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2)
  return `${at(0.5)} ms, ${at(0.99)} ms for the slowest in a hundred`
}
