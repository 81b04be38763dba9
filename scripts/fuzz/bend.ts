// Bends a request that a house would grant: up to three of its parts are replaced, left out or put where others are. What comes of it
// gets past the checks of shapes far oftener than what is drawn from a schema. Pure.
import fc from 'fast-check'

export interface Bent {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
}
type Node = Record<string | number, unknown>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Where every part of it lies; the three roots are none. */
function places(tree: Node, found: { of: Node; name: string }[] = [], depth = 0): { of: Node; name: string }[] {
  for (const [name, value] of Object.entries(tree)) {
    if (depth > 0 || name === 'body') found.push({ of: tree, name })
    if (isNode(value)) places(value, found, depth + 1)
  }
  return found
}

export function bend(sample: Bent, odd: fc.Arbitrary<unknown>): fc.Arbitrary<Bent> {
  const change = fc.record({
    at: fc.nat(),
    other: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'remove', 'move'),
    to: odd,
  })
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const bent = structuredClone(sample)
    for (const { at, other, how, to } of changes) {
      const all = places(bent as unknown as Node)
      const [place, source] = [all[at % all.length], all[other % all.length]]
      if (place === undefined || source === undefined) continue
      if (how === 'remove') delete place.of[place.name]
      else place.of[place.name] = how === 'replace' ? to : structuredClone(source.of[source.name])
    }
    return bent
  })
}
