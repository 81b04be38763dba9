// Query strings with brackets, as the vendor's clients write them: `filters[code][conditions][$in][0]=a`; pure.

export interface Query {
  [key: string]: string | Query | (string | Query)[]
}

const DEEPEST = 8
const MOST_PAIRS = 2000
const BANNED = new Set(['__proto__', 'constructor', 'prototype'])

/** Objects whose keys are 0, 1, 2 … become lists, however long. A key twice makes a list as well. */
export function readQuery(search: string): Query {
  const root: Query = Object.create(null) as Query
  let pairs = 0
  for (const [name, value] of new URLSearchParams(search)) {
    pairs += 1
    if (pairs > MOST_PAIRS) break
    const path = pathOf(name)
    if (path.length > DEEPEST || path.some((key) => BANNED.has(key))) continue
    place(root, path, value)
  }
  return listed(root) as Query
}

function pathOf(name: string): string[] {
  const [, head = name, rest = ''] = /^([^[]*)((?:\[[^\]]*\])*)$/.exec(name) ?? []
  return [head, ...[...rest.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')]
}

function place(root: Query, path: string[], value: string): void {
  let at = root
  for (const [depth, part] of path.entries()) {
    const key = part === '' ? String(Object.keys(at).length) : part
    if (depth === path.length - 1) {
      const before = at[key]
      at[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
      return
    }
    const next = at[key]
    const inner = typeof next === 'object' && !Array.isArray(next) ? next : (Object.create(null) as Query)
    at[key] = inner
    at = inner
  }
}

function listed(value: Query[string]): Query[string] {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map((one) => listed(one) as string | Query)
  const entries = Object.entries(value).map(([key, inner]) => [key, listed(inner)] as const)
  const isList = entries.length > 0 && entries.every(([key]) => /^\d{1,6}$/.test(key))
  if (!isList) return Object.fromEntries(entries)
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => inner as string | Query)
}
