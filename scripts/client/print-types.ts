// Prints the `paths` that openapi-fetch is typed by, out of an OpenAPI 3.1 document: one type for every component, one entry for
// every operation. Pure.

type Json = { [key: string]: unknown }
interface Operation {
  operationId: string
  summary: string
  parameters: { name: string; in: string; required?: boolean; schema: Json }[]
  requestBody?: { required?: boolean; content: Record<string, { schema?: Json }> }
  responses: Record<string, { content?: Record<string, { schema?: Json }> }>
}
export interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json> }
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
const NO_PARAMETERS = '{ path?: never; query?: never; header?: never }'
const HEAD =
  '// Printed by `npm run client` from the OpenAPI document; a test holds it to that. Do not change it by hand.\n'

export function printTypes({ paths, components }: Document): string {
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `  ${name}: ${typeOf(schema)}\n`)
  const doors = Object.entries(paths).map(([path, byMethod]) => `  '${path}': ${pathOf(byMethod)}\n`)
  return `${HEAD}\nexport interface Schemas {\n${schemas.join('')}}\n\nexport interface paths {\n${doors.join('')}}\n`
}

function pathOf(byMethod: Record<string, Operation>): string {
  const entries = METHODS.map((method) => {
    const operation = byMethod[method]
    return operation === undefined
      ? `${method}?: never`
      : `/** ${operation.summary} */ ${method}: ${operationOf(operation)}`
  })
  return `{ parameters: ${NO_PARAMETERS}; ${entries.join('; ')} }`
}

function operationOf({ parameters, requestBody, responses }: Operation): string {
  const places = ['path', 'query', 'header'].flatMap((place) => {
    const some = parameters.filter((one) => one.in === place)
    if (some.length === 0) return []
    // The client fills in what is needed of headers: a key of its own.
    const isGiven = (required?: boolean) => required === true && place !== 'header'
    const fields = some.map(
      ({ name, required, schema }) => `${quoted(name)}${isGiven(required) ? '' : '?'}: ${typeOf(schema)}`,
    )
    const isNeeded = some.some(({ required }) => isGiven(required))
    return [`${place}${isNeeded ? '' : '?'}: { ${fields.join('; ')} }`]
  })
  const body =
    requestBody === undefined
      ? 'requestBody?: never'
      : `requestBody${requestBody.required === false ? '?' : ''}: { content: ${contentOf(requestBody.content)} }`
  const replies = Object.entries(responses).map(([status, { content }]) => {
    const key = status === 'default' ? 'default' : Number(status)
    return `${key}: { headers: Record<string, string>; content: ${content === undefined ? '{ "application/json"?: never }' : contentOf(content)} }`
  })
  return `{ parameters: ${places.length === 0 ? NO_PARAMETERS : `{ ${places.join('; ')} }`}; ${body}; responses: { ${replies.join('; ')} } }`
}

const contentOf = (content: Record<string, { schema?: Json }>): string =>
  `{ ${Object.entries(content)
    .map(([type, { schema }]) => `${quoted(type)}: ${typeOf(schema ?? {})}`)
    .join('; ')} }`

/** A schema of draft 2020-12, as zod prints it, as a type. What it cannot say (a pattern, a length) is left to the server. */
function typeOf(schema: unknown): string {
  if (schema === true || typeof schema !== 'object' || schema === null) return 'unknown'
  const it = schema as Json
  if (typeof it.$ref === 'string') return `Schemas['${it.$ref.split('/').at(-1)}']`
  if ('const' in it) return JSON.stringify(it.const)
  if (Array.isArray(it.enum)) return it.enum.map((value) => JSON.stringify(value)).join(' | ')
  for (const [word, sign] of [
    ['anyOf', ' | '],
    ['oneOf', ' | '],
    ['allOf', ' & '],
  ] as const) {
    if (Array.isArray(it[word])) return `(${(it[word] as unknown[]).map(typeOf).join(sign)})`
  }
  if ('not' in it) return 'never'
  if (Array.isArray(it.type)) return it.type.map((type) => typeOf({ ...it, type })).join(' | ')
  if (it.type === 'array') return `(${typeOf(it.items ?? true)})[]`
  if (it.type === 'object') return objectOf(it)
  return (
    { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' }[String(it.type)] ??
    'unknown'
  )
}

function objectOf({ properties, required, additionalProperties }: Json): string {
  const needed = new Set(required as string[] | undefined)
  const fields = Object.entries((properties as Json | undefined) ?? {}).map(
    ([name, schema]) => `${quoted(name)}${needed.has(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  const isOpen = typeof additionalProperties === 'object' && Object.keys(additionalProperties as Json).length > 0
  if (fields.length === 0) return isOpen ? `Record<string, ${typeOf(additionalProperties)}>` : 'Record<string, unknown>'
  return `{ ${fields.join('; ')} }${isOpen ? ` & Record<string, ${typeOf(additionalProperties)}>` : ''}`
}

const quoted = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`)
