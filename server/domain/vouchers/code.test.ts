// Codes: as good as chance, found however they are typed, and wrong when one sign is.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkHolds, drawCode, drawCodes, foldCode, isOurShape, maskCode, prefixIsGood } from './code.ts'

const ALPHABET = '0123456789ACDEFGHJKMNPQRTVWXY'
const bodyOf = (code: string) => foldCode(code).slice(-14)

describe('drawing', () => {
  it('writes codes in groups of five, five and four', () => {
    expect(drawCode()).toMatch(new RegExp(`^[${ALPHABET}]{5}-[${ALPHABET}]{5}-[${ALPHABET}]{4}$`))
    expect(drawCode('SUMMER24')).toMatch(new RegExp(`^SUMMER24-[${ALPHABET}]{5}-[${ALPHABET}]{5}-[${ALPHABET}]{4}$`))
    expect(drawCode(null)).toHaveLength(16)
  })

  it('draws as many as asked, each with a check sign that holds', () => {
    const codes = drawCodes(1000, 'X')
    expect(codes).toHaveLength(1000)
    expect(codes.every((code) => checkHolds(foldCode(code)))).toBe(true)
    expect(drawCodes(0)).toEqual([])
  })

  it.each(['', 'A'.repeat(17), 'a', 'A-B', 'Ä', 'A B', 'A\n', '☃'])('%j is no prefix', (prefix) => {
    expect(prefixIsGood(prefix)).toBe(false)
    if (prefix) expect(() => drawCode(prefix)).toThrow(RangeError)
  })

  it.each(['A', '0', 'A'.repeat(16), 'SUMMER24', 'BILOSUZ'])('%j is a prefix', (prefix) => {
    expect(prefixIsGood(prefix)).toBe(true)
    expect(checkHolds(foldCode(drawCode(prefix)))).toBe(true)
  })

  it('draws a million without drawing one twice, every sign as often as another at every place', () => {
    const seen = new Set<string>()
    const counts = Array.from({ length: 14 }, () => new Map<string, number>())
    const draws = 1_000_000
    for (let n = 0; n < draws; n += 1) {
      const body = drawCode().replaceAll('-', '')
      seen.add(body)
      if (n % 5 === 0)
        for (const [at, count] of counts.entries()) count.set(body.charAt(at), (count.get(body.charAt(at)) ?? 0) + 1)
    }
    expect(seen.size).toBe(draws)
    const expected = draws / 5 / 29
    for (const count of counts) {
      expect(count.size).toBe(29)
      const chiSquare = [...count.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
      // 28 degrees of freedom: above 100 once in some hundred million fair draws.
      expect(chiSquare).toBeLessThan(100)
    }
  })
})

describe('the check sign', () => {
  it('finds every single wrong sign and every two swapped signs, neighbours or not', () => {
    const missed: string[] = []
    for (const code of drawCodes(200)) {
      const body = bodyOf(code)
      for (let at = 0; at < 14; at += 1) {
        for (const sign of ALPHABET) {
          const wrong = body.slice(0, at) + sign + body.slice(at + 1)
          if (wrong !== body && checkHolds(wrong)) missed.push(`${body} ${wrong}`)
        }
        for (let to = at + 1; to < 14; to += 1) {
          const signs = [...body]
          signs[at] = body.charAt(to)
          signs[to] = body.charAt(at)
          const swapped = signs.join('')
          if (swapped !== body && checkHolds(swapped)) missed.push(`${body} ${swapped}`)
        }
      }
    }
    expect(missed).toEqual([])
  })

  it('lets one in 29 of all strings of our shape through, each body with exactly one sign', () => {
    const random = '0A1C2D3E4F5G6'
    expect([...ALPHABET].filter((sign) => checkHolds(random + sign))).toHaveLength(1)
    expect(checkHolds('0'.repeat(14))).toBe(true)
    expect(checkHolds(`${'0'.repeat(13)}1`)).toBe(false)
  })

  it('does not look at the prefix', () => {
    const body = bodyOf(drawCode())
    expect(checkHolds(body) && checkHolds(`A${body}`) && checkHolds(`5VMMER${body}`)).toBe(true)
  })
})

describe('isOurShape', () => {
  it.each([
    ['0'.repeat(14), true],
    ['0'.repeat(34), true],
    ['0'.repeat(13), false],
    ['0'.repeat(35), false],
    [`${'0'.repeat(13)}O`, false],
    [`PROMO_${'0'.repeat(14)}`, false],
    [`Ä${'0'.repeat(14)}`, false],
    [`${'0'.repeat(14)}\n`, false],
    ['', false],
  ])('%j: %s', (folded, is) => {
    expect(isOurShape(folded)).toBe(is)
    if (!is) expect(checkHolds(folded)).toBe(false)
  })
})

describe('folding', () => {
  it.each([
    ['abc-def', 'A8CDEF'],
    ['bilosuz', '81105V2'],
    ['BILOSUZ', '81105V2'],
    [' a b\tc\n', 'A8C'],
    ['A‐C‑D‒E–F—G―H−J', 'ACDEFGHJ'],
    ['A\u00a0C\u2003D\u3000E\u202fF', 'ACDEF'],
    ['\ufeffA\u200bC\u200dD\u2060E\u00adF\u200e', 'ACDEF'],
    ['ＡＣＤ－１２３', 'ACD123'],
    ['ⓐⓒ①', 'AC1'],
    ['ı', '1'],
    ['İ', '1'],
    ['ß', '55'],
    ['ſ', '5'],
    ['ﬁ', 'F1'],
    ['Ä', 'Ä'],
    ['a\u0308', 'Ä'],
    ['', ''],
    ['---', ''],
  ])('%j becomes %j', (input, folded) => {
    expect(foldCode(input)).toBe(folded)
  })

  it('changes nothing the second time, for every sign there is', () => {
    const restless: string[] = []
    for (let point = 0; point <= 0x10ffff; point += 1) {
      if (point === 0x30000) point = 0xe0000
      if (point === 0xe0200) break
      const folded = foldCode(String.fromCodePoint(point))
      if (foldCode(folded) !== folded) restless.push(point.toString(16))
    }
    expect(restless).toEqual([])
  })

  it('changes nothing the second time, for any text', () => {
    const signs = [
      'i',
      '\u0307',
      'ß',
      'ΐ',
      '\u0301',
      ' ',
      '-',
      '\u200b',
      'ﬃ',
      '\u1100',
      '\u1161',
      '\u0345',
      'ǰ',
      '\u3164',
      'ŉ',
    ]
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...signs) }),
    )
    fc.assert(
      fc.property(text, (input) => {
        const folded = foldCode(input)
        expect(foldCode(folded)).toBe(folded)
      }),
      { numRuns: 2000 },
    )
  })

  it('finds a code however it is typed', () => {
    const typed = fc.record({
      prefix: fc.option(fc.stringMatching(/^[A-Z0-9]{1,16}$/)),
      swap: fc.infiniteStream(fc.boolean()),
      gap: fc.constantFrom('', '-', ' ', ' - ', '—', '\u00a0', '\u200b'),
      isLower: fc.boolean(),
    })
    const readAs: Record<string, string> = { 8: 'B', 1: 'l', 0: 'o', 5: 'S', V: 'u', 2: 'z' }
    fc.assert(
      fc.property(typed, ({ prefix, swap, gap, isLower }) => {
        const code = drawCode(prefix)
        const signs = [...code].map((sign) => (swap.next().value ? (readAs[sign] ?? sign) : sign))
        const text = signs.join('').replaceAll('-', gap)
        const input = ` ${isLower ? text.toLowerCase() : text} `
        expect(foldCode(input)).toBe(foldCode(code))
        expect(checkHolds(foldCode(input))).toBe(true)
      }),
    )
  })
})

describe('maskCode', () => {
  it('shows the prefix of one of ours and nothing else', () => {
    expect(maskCode(drawCode('SUMMER'))).toBe('SUMMER-…')
    expect(maskCode(drawCode())).toBe('…')
    expect(maskCode('TOP-SECRET')).toBe('…')
    expect(maskCode('AAAAA-00000-00000-0001')).toBe('…')
    expect(maskCode('')).toBe('…')
  })

  it('never shows four signs of the body in a row', () => {
    for (const code of drawCodes(200, 'P')) {
      const body = bodyOf(code)
      const shown = maskCode(code)
      for (let at = 0; at + 4 <= body.length; at += 1) expect(shown).not.toContain(body.slice(at, at + 4))
    }
  })
})
