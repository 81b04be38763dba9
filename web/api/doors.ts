// What a caller has to know of each door at run time. The build evaluates this file (vite.config.ts), so that the pages
// carry this small table and not the shapes of every body with their parser.
import type { Door, DoorName } from '#shared/api.ts'
import { doors } from '#shared/api.ts'

export type Address = Pick<Door, 'method' | 'path' | 'idempotency'>

export const addresses = Object.fromEntries(
  Object.entries(doors).map(([name, { method, path, ...rest }]) => [
    name,
    'idempotency' in rest ? { method, path, idempotency: rest.idempotency } : { method, path },
  ]),
) as Record<DoorName, Address>
