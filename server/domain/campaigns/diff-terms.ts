// What differs between two versions of a campaign's terms, part by part; pure.
import { isDeepStrictEqual } from 'node:util'
import type { TermsChange } from '#shared/contracts/desk.ts'

type Terms = Record<string, unknown>

/** What is read as one thing: half a rule or half a list of channels says nothing. */
const WHOLE = new Set(['segment', 'channels', 'scope', 'where', 'days'])

/** Variants are told by their key and not by their place, so that taking out the first changes one thing and not all. */
export function diffTerms(before: Terms, after: Terms): TermsChange[] {
  const [was, is] = [leavesOf(before), leavesOf(after)]
  const paths = [...new Set([...was.keys(), ...is.keys()])].sort()
  return paths
    .filter((path) => !isDeepStrictEqual(was.get(path), is.get(path)))
    .map((path) => ({
      path,
      ...(was.has(path) ? { before: was.get(path) } : {}),
      ...(is.has(path) ? { after: is.get(path) } : {}),
    })) as TermsChange[]
}

function leavesOf(terms: Terms): Map<string, unknown> {
  const leaves = new Map<string, unknown>()
  walk(terms, '', '', leaves)
  return leaves
}

function walk(value: unknown, path: string, name: string, leaves: Map<string, unknown>): void {
  if (value === undefined) return
  if (name === 'variants' && Array.isArray(value)) {
    for (const variant of value as Terms[]) walk(variant, join(path, String(variant.key)), '', leaves)
    return
  }
  const isPart = typeof value === 'object' && value !== null && !Array.isArray(value) && !WHOLE.has(name)
  if (!isPart) {
    leaves.set(path, value)
    return
  }
  for (const [key, part] of Object.entries(value)) walk(part, join(path, key), key, leaves)
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
