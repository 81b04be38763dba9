// The OpenAPI 3.1 document, printed from the one list of doors.
import { z } from 'zod'
import { type Door, doors } from '#shared/api.ts'
import { rule } from '#shared/contracts/segments.ts'
import { exampleOf } from '#shared/examples.ts'

type Json = Record<string, unknown>

export function openapiDocument(publicUrl: string): Json {
  const sent = collect('input')
  const told = collect('output')
  const paths: Record<string, Json> = {}
  for (const [name, door] of Object.entries(doors) as [string, Door][]) {
    const path = door.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [door.method.toLowerCase()]: operation(name, door, sent, told) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vouchsafe',
      version: '1',
      description:
        'Consented, single-use vouchers within budget. Begin with the [tutorial](/docs/tutorial); there are [guides](/docs/guides), a page on [webhooks](/docs/webhooks) and one for every [problem](/problems), told in English, Arabic, Russian or Turkish as `Accept-Language` wishes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    externalDocs: { description: 'Guides', url: `${publicUrl}/docs/guides` },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, vsk_…' },
        session: {
          type: 'http',
          scheme: 'bearer',
          description: 'The session of a person who signed in by a link, 15 minutes',
        },
        onsite: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: "A token signed by the shop's server, at most 10 minutes old",
        },
      },
      schemas: { ...sent.print(), ...told.print(), Problem: problem },
    },
  }
}

type Named = ReturnType<typeof collect>

/** Collects schemas under names, so that recursion and re-use become references into the components. */
function collect(io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>()
  registry.add(rule, { id: io === 'input' ? 'Rule' : 'RuleShown' })
  const uri = (id: string) => `#/components/schemas/${id}`
  return {
    refer(schema: z.ZodType, name: string): Json {
      if (!registry.has(schema)) registry.add(schema, { id: name })
      return { $ref: uri(registry.get(schema)?.id ?? name) }
    },
    print(): Record<string, Json> {
      const { schemas } = z.toJSONSchema(registry, { io, uri, unrepresentable: 'any', target: 'draft-2020-12' })
      return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, strip(schema as Json)]))
    },
  }
}

function operation(name: string, door: Door, sent: Named, told: Named): Json {
  const title = name[0]?.toUpperCase() + name.slice(1)
  return {
    operationId: name,
    summary: door.title,
    tags: [door.room],
    ...securityOf(door.scope),
    'x-scope': door.scope,
    parameters: [...parameters(door.params, 'path'), ...parameters(door.query, 'query'), ...idempotencyHeader(door)],
    ...(door.body === undefined
      ? {}
      : {
          requestBody: {
            required: !door.body.safeParse(undefined).success,
            content: { 'application/json': { schema: sent.refer(door.body, `${title}Body`), ...example(name) } },
          },
        }),
    ...(door.stream === 'bytes'
      ? { requestBody: { required: true, content: { 'application/json': { schema: {} } } } }
      : {}),
    ...(door.stream !== 'rows'
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'text/csv': { schema: { type: 'string' } },
              'application/x-ndjson': { schema: { type: 'string' } },
            },
          },
        }),
    responses: {
      ...replies(door, title, told),
      default: {
        description: 'A refusal',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function securityOf(scope: Door['scope']): Json {
  if (scope === 'open') return { security: [] }
  return scope === 'onsite' || scope === 'session' ? { security: [{ [scope]: [] }] } : {}
}

function replies(door: Door, title: string, told: Named): Json {
  const extra = Object.fromEntries((door.produces ?? []).map((type) => [type, { schema: { type: 'string' } }]))
  return Object.fromEntries(
    Object.entries(door.replies).map(([status, schema]) => {
      const content = {
        ...(schema === null ? {} : { 'application/json': { schema: told.refer(schema, `${title}Reply`) } }),
        ...extra,
      }
      return [status, { description: door.title, ...(Object.keys(content).length === 0 ? {} : { content }) }]
    }),
  )
}

function parameters(shape: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (shape === undefined) return []
  return Object.entries(shape.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || !(schema as z.ZodType).safeParse(undefined).success,
    schema: strip(z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Json),
  }))
}

/** As the tutorial asks it, which a test does. */
function example(name: string): Json {
  const body = exampleOf(name)
  return body === undefined ? {} : { example: body }
}

const strip = ({ $schema: _schema, $id: _id, ...rest }: Json): Json => rest

function idempotencyHeader(door: Door): Json[] {
  if (door.idempotency === undefined) return []
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: door.idempotency === 'required',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ]
}

const problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: { type: 'string' },
          message: { type: 'string' },
          code: { type: 'string' },
          values: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
    requestId: { type: 'string' },
  },
}
