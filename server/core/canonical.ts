// JSON as RFC 8785 writes it: one text for one value, whatever order its keys came in. For values that are JSON already;
// every write with an Idempotency-Key is hashed by it, so it takes no detour.

/** `undefined` is left out of objects, as JSON.stringify leaves it out. RangeError for a number that JSON has not. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('JSON has no such number')
    return String(value)
  }
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? ofArray(value) : ofObject(value as Record<string, unknown>)
}

function ofArray(values: unknown[]): string {
  let text = '['
  for (let at = 0; at < values.length; at += 1) {
    const one = values[at]
    text += (at === 0 ? '' : ',') + (one === undefined ? 'null' : canonical(one))
  }
  return `${text}]`
}

function ofObject(value: Record<string, unknown>): string {
  let text = ''
  for (const key of inOrder(Object.keys(value))) {
    const one = value[key]
    if (one !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(one)}`
  }
  return `{${text}}`
}

/** By UTF-16 units, as `<` compares them. Few keys are sorted in place without the array's own sort, which for three of
 * them allocates more than the text they end in. */
function inOrder(keys: string[]): string[] {
  if (keys.length > 32) return keys.sort()
  for (let at = 1; at < keys.length; at += 1) {
    const key = keys[at] as string
    let to = at
    for (; to > 0 && (keys[to - 1] as string) > key; to -= 1) keys[to] = keys[to - 1] as string
    keys[to] = key
  }
  return keys
}
