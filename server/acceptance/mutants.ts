/** Bad twins of a good body: every leaf replaced by what does not belong there, every key left out, doubled or added. */

export interface Mutant {
  name: string
  /** The JSON text that is sent. */
  text: string
  /** What a lenient reader would make of the text; undefined when it is no JSON at all. */
  value: unknown
}

type Path = (string | number)[]

const SQL = "x'); DROP TABLE customers; --"
const values: [name: string, value: unknown][] = [
  ['null', null],
  ['true', true],
  ['an object', {}],
  ['an array', []],
  ['empty text', ''],
  ['text', 'not what was asked for'],
  ['long text', 'x'.repeat(60_000)],
  ['SQL', SQL],
  ['a quote', `"'\`\\`],
  ['control characters', '\u0001\u001b[31m\u007f\u0085\u2028'],
  ['NUL', 'a\u0000b'],
  ['a right-to-left override', '\u202egnp.exe'],
  ['-1', -1],
  ['-0', -0],
  ['0', 0],
  ['1.5', 1.5],
  ['2^53 + 1', 2 ** 53 + 1],
  ['1e308', 1e308],
]
/** JSON that JSON.stringify does not write. */
const raws: [name: string, raw: string, value: unknown][] = [
  ['1e400', '1e400', Number.POSITIVE_INFINITY],
  ['-1e400', '-1e400', Number.NEGATIVE_INFINITY],
  ['NaN', 'NaN', undefined],
  ['undefined', 'undefined', undefined],
  ['a lone surrogate', '"\\ud800"', '\ud800'],
  ['a swapped pair', '"\\udc00\\ud800"', '\udc00\ud800'],
  ['10,000 levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, undefined],
]
const MARK = '@@raw@@'

export function mutantsOf(good: unknown): Mutant[] {
  return [...leafMutants(good), ...keyMutants(good), ...wholeMutants(good)]
}

function leafMutants(good: unknown): Mutant[] {
  return pathsOf(good).flatMap((path) => [
    ...values.map(([name, value]) => {
      const twin = withAt(good, path, value)
      return { name: `${path.join('.')} is ${name}`, text: JSON.stringify(twin), value: twin }
    }),
    ...raws.map(([name, raw, value]) => ({
      name: `${path.join('.')} is ${name}`,
      text: JSON.stringify(withAt(good, path, MARK)).replace(`"${MARK}"`, () => raw),
      value: value === undefined ? undefined : withAt(good, path, value),
    })),
  ])
}

function keyMutants(good: unknown): Mutant[] {
  return objectsOf(good).flatMap((path) => {
    const object = at(good, path) as Record<string, unknown>
    const extra = withAt(good, path, { ...object, unexpected: 1 })
    const without = Object.keys(object).map((key) => {
      const { [key]: _, ...rest } = object
      const twin = withAt(good, path, rest)
      return { name: `${[...path, key].join('.')} is missing`, text: JSON.stringify(twin), value: twin }
    })
    const marked = JSON.stringify(withAt(good, path, MARK))
    const [key = 'x'] = Object.keys(object)
    const inside = JSON.stringify(object).slice(1, -1)
    const doubled = `{${inside}${inside === '' ? '' : ','}${JSON.stringify(key)}:1,${JSON.stringify(key)}:2}`
    const proto = `{${inside}${inside === '' ? '' : ','}"__proto__":{"admin":true}}`
    const place = path.join('.') || 'the body'
    return [
      ...without,
      { name: `${place} has an unknown key`, text: JSON.stringify(extra), value: extra },
      { name: `${place} has a key twice`, text: marked.replace(`"${MARK}"`, () => doubled), value: undefined },
      { name: `${place} has __proto__`, text: marked.replace(`"${MARK}"`, () => proto), value: undefined },
    ]
  })
}

function wholeMutants(good: unknown): Mutant[] {
  const text = JSON.stringify(good)
  const broken = ['{', '{"a":', '[1,', 'nul', '{"a":1}}', "{'a':1}", '\ufeff{}x', `${text},`, text.slice(0, -1)]
  const others = ['42', '"text"', 'null', 'true', '[[]]']
  return [
    ...broken.map((one) => ({ name: `the body is ${one.slice(0, 20)}`, text: one, value: undefined })),
    ...others.map((one) => ({ name: `the body is ${one}`, text: one, value: JSON.parse(one) as unknown })),
  ]
}

/** The paths of everything below the root. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const below = childrenOf(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))
  return path.length === 0 ? below : [path, ...below]
}

const objectsOf = (value: unknown): Path[] =>
  [[], ...pathsOf(value)].filter((path) => {
    const there = at(value, path)
    return typeof there === 'object' && there !== null && !Array.isArray(there)
  })

function childrenOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((inner, index) => [index, inner])
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value)
}

function withAt(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put
  const inner = withAt((value as Record<string | number, unknown>)[key], rest, put)
  if (Array.isArray(value)) return value.map((one, index) => (index === key ? inner : one))
  return { ...(value as object), [key]: inner }
}
