// All doors of the drop-in; fixed paths come before those with names in them.
import { actionDoors } from './actions.ts'
import { audienceDoors } from './audience.ts'
import { campaignDoors } from './campaigns.ts'
import { browserDoors } from './client.ts'
import { customerDoors } from './customers.ts'
import type { CompatDoor } from './door.ts'
import { exportDoors } from './exports.ts'
import { managementDoors, schemaDoors } from './management.ts'
import { thingDoors } from './things.ts'
import { useDoors } from './uses.ts'
import { voucherDoors } from './vouchers.ts'

const inOrder = (doors: CompatDoor[]): CompatDoor[] =>
  [...doors].sort((a, b) => Number(a.path.includes(':')) - Number(b.path.includes(':')))

export const serverDoors: CompatDoor[] = inOrder([
  ...customerDoors,
  ...campaignDoors,
  ...voucherDoors,
  ...useDoors,
  ...thingDoors,
  ...actionDoors,
  ...audienceDoors,
  ...exportDoors,
  ...schemaDoors,
])
export const clientDoors: CompatDoor[] = inOrder(browserDoors)
export const officeDoors: CompatDoor[] = inOrder(managementDoors)
