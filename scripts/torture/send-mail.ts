// One process that sends what is due until nothing is left, made to be killed: `node scripts/torture/send-mail.ts <lease ms>`.
// It reads the environment as the server does, and says `sending` when it begins and `done` when nothing waits any more.
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '#core/config.ts'
import { dispatch } from '#delivery/dispatch.ts'
import { nextMessageDue } from '#delivery/next-due.ts'
import { openHouse } from '../../server/serve.ts'

const LOOKS_AGAIN_MS = 100
const leaseMs = Number(process.argv[2])
const house = await openHouse(readConfig(process.env))
// Ends with whoever started it, even one that was killed.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume()
console.log('sending')
while ((await nextMessageDue(house)) !== null) {
  await dispatch(house, () => false, { leaseMs })
  await sleep(LOOKS_AGAIN_MS)
}
console.log('done')
await house.store.close()
process.exit(0)
