// Doors of the drop-in about the project, which is this house, and about what metadata its things have.
import { createSchema, deleteSchema, listSchemas, showSchema, updateSchema } from '#compat/schemas.ts'
import { notFound } from '#compat/vendor-error.ts'
import { type Ask, type CompatDoor, gone, list, ok, paging } from './door.ts'

/** There is one. */
const PROJECT = 'proj_vouchsafe'

const project = {
  id: PROJECT,
  name: 'Vouchsafe',
  description: null,
  timezone: 'UTC',
  currency: 'EUR',
  dial_code: null,
  case_sensitive_codes: false,
  api_version: 'v2018-08-01',
  is_sandbox: false,
}

function requireProject({ params }: Ask): void {
  if (params.project !== undefined && params.project !== PROJECT) throw notFound('project', params.project)
}

async function listAll({ house, query }: Ask) {
  const { schemas, total } = await listSchemas(house, paging({ limit: '100', ...query }))
  return list('schemas', schemas, total)
}

/** What the server side may only look at. */
export const schemaDoors: CompatDoor[] = [
  { method: 'get', path: '/metadata-schemas', scope: 'campaigns.read', handle: listAll },
  {
    method: 'get',
    path: '/metadata-schemas/:schema',
    scope: 'campaigns.read',
    handle: async ({ house, params }) => ok(await showSchema(house, params.schema ?? '')),
  },
]

const SCHEMAS = '/projects/:project/metadata-schemas'
const inProject = (door: CompatDoor): CompatDoor => ({
  ...door,
  handle: async (ask) => {
    requireProject(ask)
    return door.handle(ask)
  },
})

export const managementDoors: CompatDoor[] = [
  {
    method: 'get',
    path: '/projects',
    scope: 'campaigns.read',
    handle: async () => list('projects', [project], 1),
  },
  {
    method: 'get',
    path: '/projects/:project',
    scope: 'campaigns.read',
    handle: async () => ok(project),
  } satisfies CompatDoor,
  { method: 'get', path: SCHEMAS, scope: 'campaigns.read', handle: listAll } satisfies CompatDoor,
  {
    method: 'post',
    path: SCHEMAS,
    scope: 'campaigns.write',
    handle: async ({ house, body }) => ok(await createSchema(house, body)),
  } satisfies CompatDoor,
  {
    method: 'get',
    path: `${SCHEMAS}/:schema`,
    scope: 'campaigns.read',
    handle: async ({ house, params }) => ok(await showSchema(house, params.schema ?? '')),
  } satisfies CompatDoor,
  {
    method: 'put',
    path: `${SCHEMAS}/:schema`,
    scope: 'campaigns.write',
    handle: async ({ house, params, body }) => ok(await updateSchema(house, params.schema ?? '', body)),
  } satisfies CompatDoor,
  {
    method: 'delete',
    path: `${SCHEMAS}/:schema`,
    scope: 'campaigns.write',
    handle: async ({ house, params }) => {
      await deleteSchema(house, params.schema ?? '')
      return gone
    },
  } satisfies CompatDoor,
].map((door) => inProject(door as CompatDoor))
