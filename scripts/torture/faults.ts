// What goes wrong in a round: who is killed, stopped or left without room, while the load goes on.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from '../demo/chance.ts'
import type { Bed } from './bed.ts'
import { isServer, send } from './processes.ts'
import { slowDisk } from './slow-disk.ts'

export const faultNames = [
  'kill server',
  'stall server, then kill it',
  'kill database',
  'kill database and server',
  'kill one backend',
  'stall database, then kill the server',
  'fill the disk',
  'fill the disk, then kill the server',
  'slow the disk',
  'slow the disk, then kill the server',
] as const
export type FaultName = (typeof faultNames)[number]

/** A plan of faults: what a round draws from, by how often it should come up. */
export type Diet = Partial<Record<FaultName, number>>

export const usualDiet = ({ cluster, disk, canSlow }: Pick<Bed, 'cluster' | 'disk' | 'canSlow'>): Diet => ({
  'kill server': 8,
  'stall server, then kill it': 2,
  ...(cluster === null
    ? {}
    : {
        'kill database': 5,
        'kill database and server': 2,
        'kill one backend': 3,
        'stall database, then kill the server': 2,
      }),
  ...(disk.how === null ? {} : { 'fill the disk': 2, 'fill the disk, then kill the server': 1 }),
  ...(canSlow ? { 'slow the disk': 1, 'slow the disk, then kill the server': 1 } : {}),
})

export function draw(diet: Diet, chance: Chance): FaultName {
  const bag = faultNames.flatMap((name) => Array.from({ length: diet[name] ?? 0 }, () => name))
  if (bag.length === 0) throw new Error('nothing to go wrong')
  return chance.pick(bag)
}

/** How many processes a fault kills without a word. */
export async function strike({ server, cluster, disk }: Bed, name: FaultName, chance: Chance): Promise<number> {
  const wait = () => sleep(chance.between(20, 400))
  const starve = () => sleep(chance.between(200, 1200))
  const killServer = async () => {
    if (!isServer(server.pid)) return 0
    await server.kill9()
    return 1
  }
  const slow = () => {
    const pids = [...(isServer(server.pid) ? [server.pid] : []), ...(cluster?.pids() ?? [])]
    return slowDisk(pids, chance.between(5, 60), chance.between(300, 1200))
  }
  switch (name) {
    case 'kill server':
      return killServer()
    case 'stall server, then kill it':
      if (isServer(server.pid)) send(server.pid, 'SIGSTOP')
      await wait()
      return killServer()
    case 'kill database':
      await cluster?.kill9()
      await wait()
      return 1
    case 'kill database and server':
      await Promise.all([cluster?.kill9(), killServer()])
      return 2
    case 'kill one backend': {
      const killed = cluster?.killBackend(chance.between(0, 20)) ? 1 : 0
      await wait()
      return killed
    }
    case 'stall database, then kill the server':
      await cluster?.freeze(chance.between(20, 400))
      return killServer()
    case 'fill the disk':
      disk.fill(server.pid)
      await starve()
      disk.free(server.pid)
      return 0
    case 'fill the disk, then kill the server':
      disk.fill(server.pid)
      await starve()
      await killServer()
      disk.free(server.pid)
      return 1
    case 'slow the disk':
      await slow()
      return 0
    case 'slow the disk, then kill the server': {
      const slowing = slow()
      await wait()
      await killServer()
      await slowing
      return 1
    }
  }
}
