import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  consistencySpans,
  grow,
  inclusionSpans,
  leafHash,
  provesInclusion,
  rootOf,
  type Span,
  type Subtrees,
  wholeSubtrees,
} from './ledger-tree.ts'
import { consistencyProof, inclusionProof, merkleRoot, verifyConsistency, verifyInclusion } from './test-rfc6962.ts'

/** The test vectors of Certificate Transparency: eight leaves, their roots and some of their proofs. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const inclusions: [leaf: number, size: number, path: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
]
const consistencies: [from: number, to: number, path: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
]

const bytes = (hex: string) => Buffer.from(hex, 'hex')
const entries = leaves.map(bytes)

function treeOf(all: Uint8Array[]): Subtrees {
  const subtrees: Subtrees = []
  all.forEach((entry, i) => {
    grow(subtrees, i, leafHash(entry))
  })
  return subtrees
}
const spanHash = (all: Uint8Array[]) => (span: Span) =>
  rootOf(
    wholeSubtrees(span).map(({ level, position }) => ({
      hash: merkleRoot(all.slice(position * 2 ** level, (position + 1) * 2 ** level)),
    })),
  )
const hexOf = (path: Buffer[]) => path.map((step) => step.toString('hex'))

describe('the published vectors', () => {
  test('roots of zero to eight leaves', () => {
    const grown = roots.map((_, size) => rootOf(treeOf(entries.slice(0, size))).toString('hex'))
    expect(grown).toEqual(roots)
    expect(roots.map((_, size) => merkleRoot(entries.slice(0, size)).toString('hex'))).toEqual(roots)
  })
  test.each(inclusions)('leaf %i in %i', (leaf, size, path) => {
    const all = entries.slice(0, size)
    expect(hexOf(inclusionSpans(leaf, size).map(spanHash(all)))).toEqual(path)
    expect(verifyInclusion(leaf, size, entries[leaf] as Buffer, path.map(bytes), bytes(roots[size] ?? ''))).toBe(true)
  })
  test.each(consistencies)('from %i to %i', (from, to, path) => {
    expect(hexOf(consistencySpans(from, to).map(spanHash(entries)))).toEqual(path)
    expect(verifyConsistency(from, to, bytes(roots[from] ?? ''), bytes(roots[to] ?? ''), path.map(bytes))).toBe(true)
  })
})

describe('against the recursive definitions of the RFC, word by word', () => {
  const many = Array.from({ length: 70 }, (_, i) => createHash('sha256').update(`leaf ${i}`).digest())

  test('every proof of every tree up to 40 leaves', () => {
    for (let size = 1; size <= 40; size++) {
      const all = many.slice(0, size)
      const root = merkleRoot(all)
      expect(rootOf(treeOf(all))).toEqual(root)
      for (let at = 0; at < size; at++) {
        const path = inclusionSpans(at, size).map(spanHash(all))
        expect(path).toEqual(inclusionProof(at, all))
        expect(verifyInclusion(at, size, all[at] as Buffer, path, root)).toBe(true)
        expect(provesInclusion({ index: at, size, leaf: leafHash(all[at] as Buffer), path, root })).toBe(true)
        const consistent = consistencySpans(at + 1, size).map(spanHash(all))
        expect(consistent).toEqual(consistencyProof(at + 1, all))
        expect(verifyConsistency(at + 1, size, merkleRoot(all.slice(0, at + 1)), root, consistent)).toBe(true)
      }
    }
  })

  test('a proof of another leaf, size, root or with a changed step proves nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.nat(), (size, a, b) => {
        const all = many.slice(0, size)
        const [index, other] = [a % size, b % size]
        const root = merkleRoot(all)
        const path = inclusionSpans(index, size).map(spanHash(all))
        const leaf = leafHash(all[index] as Buffer)
        const good = { index, size, leaf, path, root }
        const flipped = path.map((step, i) => (i === b % path.length ? Buffer.from(step).fill(7, 0, 1) : step))
        expect(provesInclusion({ ...good, path: flipped })).toBe(
          flipped.every((step, i) => step.equals(path[i] as Buffer)),
        )
        expect(provesInclusion({ ...good, index: other })).toBe(other === index)
        expect(provesInclusion({ ...good, path: [...path, leaf] })).toBe(false)
        expect(provesInclusion({ ...good, path: path.slice(1) })).toBe(false)
        expect(provesInclusion({ ...good, root: leafHash(root) })).toBe(false)
        expect(provesInclusion({ ...good, index: size })).toBe(false)
      }),
    )
  })

  test('whole subtrees are told as they are completed', () => {
    const subtrees: Subtrees = []
    const made: string[] = []
    for (let i = 0; i < 8; i++) {
      grow(subtrees, i, many[i] as Buffer, (level, position) => made.push(`${level}/${position}`))
    }
    expect(made).toEqual(['1/0', '1/1', '2/0', '1/2', '1/3', '2/1', '3/0'])
    expect(subtrees.map(({ level }) => level)).toEqual([3])
  })
})
