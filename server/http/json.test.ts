// Bodies are read strictly: what two readers could understand differently is refused.
import { describe, expect, it } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { MAX_DEPTH, readJson } from './json.ts'

const read = (text: string | Buffer) => readJson(typeof text === 'string' ? Buffer.from(text) : text)
const refused = (text: string | Buffer): Refusal => {
  try {
    read(text)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('was read')
}

describe('a JSON body', () => {
  it('is read as JSON.parse reads it', () => {
    const value = { a: [1, { b: 'x"y\\', 'c,{': null }, []], d: '{"a":1,"a":2}', e: {}, f: -0.5 }
    expect(read(JSON.stringify(value))).toEqual(value)
    expect(read(' [ {"a" : 1 } , {"a":2} ] ')).toEqual([{ a: 1 }, { a: 2 }])
  })

  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"x":{"a":1,"b":{},"a":2}}', 'a'],
    ['[{"a":[{"q":1},{"q":1,"\\u0071":2}]}]', 'q'],
  ])('with a key twice is refused: %s', (text, path) => {
    expect(refused(text)).toMatchObject({
      code: 'request.malformed',
      errors: [{ path, message: 'stands twice in one object' }],
    })
  })

  it.each(['{"a":', '', '{a:1}', '{"a":1}}', 'NaN', '{"a":01}', '[1,]', '"\t"'])(
    'that is no JSON is refused: %s',
    (text) => {
      expect(refused(text).code).toBe('request.malformed')
    },
  )

  it('never tells what the body held', () => {
    expect(JSON.stringify(refused('{"email": ada@example.com}'))).not.toContain('ada')
  })

  it.each(['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"\\udfff":1}', '["x\\u0000"]'])(
    'with a text no store can hold is refused: %s',
    (text) => {
      expect(refused(text).code).toBe('request.malformed')
    },
  )

  it('with __proto__, bad UTF-8 or bottomless nesting is refused', () => {
    expect(refused('{"__proto__":{"admin":true}}').code).toBe('request.malformed')
    expect(refused(Buffer.from([0x22, 0xff, 0x22])).code).toBe('request.malformed')
    expect(refused('['.repeat(10_000) + ']'.repeat(10_000)).code).toBe('request.too_deep')
    expect(read('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH))).toBeTruthy()
  })
})
