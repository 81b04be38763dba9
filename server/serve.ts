// Start and stop on one page: config → store → house → app → jobs → listen, and back in order on SIGTERM.
import type { Server } from 'node:http'
import { type AddressInfo, createServer, type Server as Door } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { makeSetupLink } from '#access/invite.ts'
import { makeFirstKey } from '#access/keys.ts'
import { settleFeed } from '#core/announce.ts'
import { type Clock, systemClock, testClock } from '#core/clock.ts'
import type { Config } from '#core/config.ts'
import type { House } from '#core/house.ts'
import { followRing, loadRing } from '#core/house-keys.ts'
import { makeLog } from '#core/log.ts'
import { restoredAt } from '#core/restored.ts'
import { findRootSecret, makeSecrets } from '#core/secrets.ts'
import { readSetting, settleSetting } from '#core/settings.ts'
import { makeVault } from '#core/vault.ts'
import { hasKeys } from '#customers/has-keys.ts'
import { claimFile } from '#db/claim-file.ts'
import { openStore, pathOf } from '#db/open.ts'
import type { Store } from '#db/store.ts'
import { makeServer, type Running } from './http/app.ts'
import type { Tracing } from './http/trace.ts'
import { type Jobs, startJobs } from './jobs/start.ts'

export async function openHouse(config: Config): Promise<House> {
  const log = makeLog(config.logLevel)
  const secrets = makeSecrets(findRootSecret(config))
  const clock: Clock = config.testClock === undefined ? systemClock : testClock(config.testClock)
  const tell = (message: string, error: unknown) => log.warn({ error: String(error).slice(0, 300) }, message)
  const { databaseUrl: url, postgresLanes: lanes, replica } = config
  const store = await openStore({ url, now: clock.now, lanes, replica, log: tell })
  const standing = await store.write((tx) => settleSetting(tx, 'secret_id', secrets.id))
  if (standing !== secrets.id) {
    await store.close()
    throw new Error('VOUCHSAFE_SECRET is not the secret this database was made with. Nothing was changed.')
  }
  await store.write(settleFeed)
  if (clock.isTest) {
    const follow = () => followClock(store, clock)
    store.hear('clock', () => void follow().catch((error) => tell('the clock could not be read', error)))
    await follow()
  }
  await loadRing(store, secrets.ring)
  const house = { store, clock, secrets, vault: makeVault(store, secrets), log, config }
  if (!(await hasKeys(house))) {
    await store.close()
    throw new Error('The keys of the customers are missing: restore them from the same backup as the database.')
  }
  return house
}

/** A test clock stands where the house's last move left it, whichever process moved it. */
async function followClock({ read }: Store, clock: Clock): Promise<void> {
  const stored = Number((await readSetting(read, 'test_clock')) ?? 0)
  if (stored > clock.now()) clock.set(stored)
}

/** Serves until it is stopped. `onStop` is told how to stop, and told again when there is a better way. */
export async function serve(config: Config, onStop: (stop: () => void) => void): Promise<void> {
  // Swept when it is little more than what is alive, the heap of a server that imported, issued and expired tens of
  // thousands held 331 MB in all instead of 429 MB; the time that takes was lost in the noise.
  setFlagsFromString('--heap-growing-percent=25')
  // The threads beside it, whose heaps are made after this: what passes through them need not lie around in 16 MB of each.
  setFlagsFromString('--max-semi-space-size=1')
  if (config.databaseUrl.startsWith('file:')) claimFile(pathOf(config.databaseUrl))
  const house = await openHouse(config)
  let isAsked = false
  // A key that has been made must also be shown.
  onStop(() => {
    isAsked = true
  })
  const running: Running = { draining: false, isRestored: (await restoredAt(house.store.read)) !== null }
  await greet(house)
  if (config.erasureJournal === null)
    house.log.warn('ERASURE_JOURNAL is not set: a backup that is restored would not know who was erased after it')
  const door = await openDoor(config)
  const { port } = door.address() as AddressInfo
  // Whoever lets the system choose the port is known by the one it chose.
  if (config.port === 0 && !config.hasPublicUrl) config.publicUrl = `http://localhost:${port}`
  await showSetupLink(house)
  // Loaded only where somebody wants traces: the packages are large.
  const tracing = config.tracesTo === undefined ? null : (await import('./http/trace.ts')).startTracing(config.tracesTo)
  const server = makeServer(house, running, tracing)
  // In the same turn of the event loop, so that nobody knocks in between.
  server.listen(door)
  const unfollow = followRing(house.store, house.secrets.ring, (message, error) =>
    house.log.warn({ err: error }, message),
  )
  const jobs = running.isRestored ? startWhenConfirmed(house, running) : startJobs(house)
  const stop = () => {
    unfollow()
    return stopGracefully(house, server, running, jobs, tracing)
  }
  onStop(stop)
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  house.log.info({ url: `http://${host}:${port}`, engine: house.store.engine }, 'listening')
  if (isAsked) stop()
}

const LOOK_MS = 1000

/** Jobs would issue and send what was issued and sent after the backup. */
function startWhenConfirmed(house: House, running: Running): Jobs {
  house.log.warn(
    'this database comes from a backup: no code is used, issued or sent before `npm run restore -- --confirm`',
  )
  let jobs: Jobs | undefined
  const look = async (): Promise<void> => {
    if (running.draining || (await restoredAt(house.store.read)) !== null) return
    clearInterval(timer)
    running.isRestored = false
    jobs ??= startJobs(house)
    house.log.info('the restored database is confirmed')
  }
  const timer = setInterval(() => {
    look().catch((error) => house.log.error({ err: error }, 'it could not be read whether the restore is confirmed'))
  }, LOOK_MS)
  return {
    async stop() {
      clearInterval(timer)
      await jobs?.stop()
    },
  }
}

function openDoor({ port, host }: Config): Promise<Door> {
  return new Promise((resolve, reject) => {
    const door = createServer()
    door.once('error', reject).listen(port, host, () => resolve(door))
  })
}

/** Without any key nobody could come in: the first admin key is made and shown once, on the terminal and not in the log. */
async function greet({ store, config }: House): Promise<void> {
  if (config.adminKey !== undefined) return
  const key = await store.write(makeFirstKey)
  if (key !== null) process.stderr.write(`\nYour admin key, shown once: ${key}\n\n`)
}

/** A house without members: a link for its first admin, new at every start, on the terminal and not in the log. */
async function showSetupLink({ store, config, secrets }: House): Promise<void> {
  if (config.testClock !== undefined) return
  const token = await store.write((tx) => makeSetupLink(tx, secrets))
  if (token === null) return
  const link = `${config.publicUrl}/console/join#token=${token}`
  process.stderr.write(`Join as the first admin, within seven days: ${link}\n\n`)
}

const GOODBYE_MS = 250

/** Stops taking requests, lets those under way finish, commits what waits, then closes. A second time it ends at once. */
async function stopGracefully(
  house: House,
  server: Server,
  running: Running,
  jobs: Jobs,
  tracing: Tracing | null,
): Promise<void> {
  if (running.draining) process.exit(1)
  running.draining = true
  house.log.info('stopping')
  // clients with open lines hear `Connection: close` and a 503 to ask again elsewhere, before the lines are cut
  await sleep(GOODBYE_MS)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  await jobs.stop()
  // streams never end by themselves; requests get ten seconds
  setTimeout(() => server.closeAllConnections(), 10_000).unref()
  await closed
  await tracing?.stop().catch((error) => house.log.warn({ err: error }, 'the last traces could not be sent'))
  await house.store.drain()
  await house.store.close()
  house.log.info('stopped')
  process.exit(0)
}
