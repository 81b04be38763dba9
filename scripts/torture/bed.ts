// The server under torture with its database and disk, and the people and campaigns that it is tortured with.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '#db/store.ts'
import {
  type CampaignTerms,
  cellsOf,
  decide,
  inParallel,
  launchCampaign,
  openWithNotice,
  putCustomer,
} from '../../server/acceptance/shop.ts'
import { startServer, type TestServer } from '../../server/test-server.ts'
import type { Scene } from './ask.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { type Disk, openDisk } from './disk.ts'
import { WORTH } from './lives.ts'
import { isServer } from './processes.ts'
import { canSlowDisk } from './slow-disk.ts'

const PEOPLE = 40
/** How long a server may need to be ready again once everything it needs is back. */
const READY_WITHIN_MS = 30_000

export interface Bed {
  engine: Engine
  server: TestServer
  /** PostgreSQL only. */
  cluster: Cluster | null
  disk: Disk
  /** Whether the disk can be made slow. */
  canSlow: boolean
  scene: Scene
  close(): Promise<void>
}

/** `tightMinor` is the budget of the campaign that runs out of money. */
export async function makeBed(engine: Engine, small: boolean, tightMinor: number): Promise<Bed> {
  const disk = openDisk(engine, small)
  const opened: { cluster: Cluster | null; server: TestServer | null } = { cluster: null, server: null }
  const close = async () => {
    await opened.server?.close()
    await opened.cluster?.stop()
    disk.remove()
  }
  try {
    if (engine === 'postgres') opened.cluster = await openCluster(disk.folder)
    const databaseUrl = opened.cluster?.url ?? `file:${disk.folder}/vouchsafe.db`
    const server = await startServer({ engine, databaseUrl })
    opened.server = server
    const scene = await setScene(server, tightMinor)
    return { engine, server, cluster: opened.cluster, disk, canSlow: canSlowDisk(), scene, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Brings back whatever is gone and waits until the server says that it can write. */
export async function heal({ server, cluster, disk }: Bed): Promise<void> {
  if (cluster !== null && !cluster.isAlive()) await cluster.start()
  if (!isServer(server.pid)) await server.restart()
  else if (disk.how !== null) disk.free(server.pid)
  const until = performance.now() + READY_WITHIN_MS
  for (;;) {
    const ready = await server.request('GET', '/readyz').catch(() => null)
    if (ready?.status === 200) return
    if (performance.now() > until) throw new Error(`not ready: ${ready?.text}\n${server.log()}`)
    await sleep(50)
  }
}

async function setScene(server: TestServer, tightMinor: number): Promise<Scene> {
  const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
  const noticeVersion = await openWithNotice(server, cells)
  const people = Array.from({ length: PEOPLE }, (_, i) => `person-${i}`)
  await inParallel(people, 8, async (reference) => {
    await putCustomer(server, reference, {})
    await decide(server, reference, noticeVersion, cells)
  })
  const launch = (terms: Omit<CampaignTerms, 'purpose'>) => launchCampaign(server, { purpose: 'offers', ...terms })
  const budget = {
    limitMinor: 1_000_000_000,
    currency: 'EUR',
    mode: 'at_redemption' as const,
    whenShort: 'refuse' as const,
  }
  const card = { kind: 'gift_card' as const, amountMinor: WORTH.card }
  const campaigns = {
    plain: await launch({ name: 'plain', refundPolicy: 'keep' }),
    tight: await launch({ name: 'tight', refundPolicy: 'keep', budget: { ...budget, limitMinor: tightMinor } }),
    card: await launch({
      name: 'card',
      refundPolicy: 'restore',
      budget: { ...budget, mode: 'guaranteed' },
      variants: [{ key: 'card', shareBps: 10_000, offer: card }],
    }),
  }
  return { shop: server, campaigns, people }
}
