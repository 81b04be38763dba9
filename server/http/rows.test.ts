import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Refusal } from '#core/refusal.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import { readRows } from './rows.ts'

/** Cut into pieces of `size` bytes, so that everything stands across a border once. */
function pieces(bytes: Buffer, size: number): Readable {
  const chunks = []
  for (let i = 0; i < bytes.length; i += size) chunks.push(bytes.subarray(i, i + size))
  return Readable.from(chunks, { objectMode: false })
}

async function read(body: string | Buffer, type = 'text/csv', size = 65_536, isColumn?: (name: string) => boolean) {
  const rows: RowRead[] = []
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  for await (const row of readRows(pieces(bytes, size), type, isColumn)) rows.push(row)
  return rows
}
const told = (rows: RowRead[]) =>
  rows.map((row) => ('error' in row ? [row.line, row.error.code] : [row.line, row.value]))

describe('CSV', () => {
  const cases: [string, string, unknown[]][] = [
    ['nothing', '', []],
    ['names only', 'reference,email\n', []],
    ['no line end at the end', 'a,b\n1,2', [[2, { a: '1', b: '2' }]]],
    [
      'CRLF',
      'a,b\r\n1,2\r\n3,4\r\n',
      [
        [2, { a: '1', b: '2' }],
        [3, { a: '3', b: '4' }],
      ],
    ],
    [
      'CR alone',
      'a,b\r1,2\r3,4',
      [
        [2, { a: '1', b: '2' }],
        [3, { a: '3', b: '4' }],
      ],
    ],
    ['a byte order mark', '\ufeffa,b\n1,2', [[2, { a: '1', b: '2' }]]],
    ['a byte order mark and quoted names', '\ufeff"a","b"\n1,2', [[2, { a: '1', b: '2' }]]],
    [
      'empty lines',
      'a\n\n1\n\r\n\n2\n',
      [
        [3, { a: '1' }],
        [6, { a: '2' }],
      ],
    ],
    ['empty cells are absent', 'a,b,c\n,x,""\n', [[2, { b: 'x' }]]],
    [
      'quoted line ends count',
      'a,b\n"1\n\r\n\r1",2\nx,y\n',
      [
        [2, { a: '1\n\r\n\r1', b: '2' }],
        [6, { a: 'x', b: 'y' }],
      ],
    ],
    [
      'doubled quotes',
      'a,b\n"say ""hi""","""",\n"x""\ny",z\n',
      [
        [2, 'request.malformed'],
        [3, { a: 'x"\ny', b: 'z' }],
      ],
    ],
    ['doubled quotes alone', 'a,b\n"say ""hi""",""""\n', [[2, { a: 'say "hi"', b: '"' }]]],
    ['commas and spaces in quotes', 'a,b\n" , ", x \n', [[2, { a: ' , ', b: ' x ' }]]],
    ['attributes', 'a,attributes.size,attributes.hat\n1,2,\n', [[2, { a: '1', attributes: { size: '2' } }]]],
    [
      'too many and too few cells',
      'a,b\n1\n1,2,3\n1,2\n',
      [
        [2, 'request.malformed'],
        [3, 'request.malformed'],
        [4, { a: '1', b: '2' }],
      ],
    ],
    [
      'a quote within a word',
      'a,b\n5" pipe,x\n1,2\n',
      [
        [2, 'request.malformed'],
        [3, { a: '1', b: '2' }],
      ],
    ],
    [
      'two quotes within a word',
      'a,b\nx""y\n1,2\n',
      [
        [2, 'request.malformed'],
        [3, { a: '1', b: '2' }],
      ],
    ],
    [
      'words after a quote',
      'a,b\n"x" y,z\n1,2\n',
      [
        [2, 'request.malformed'],
        [3, { a: '1', b: '2' }],
      ],
    ],
    [
      'a quote that never closes',
      'a,b\n1,2\n"x,y\n3,4\n5,6\n',
      [
        [2, { a: '1', b: '2' }],
        [3, 'request.truncated'],
      ],
    ],
    [
      'other alphabets',
      'a\nÇiğdem\n王芳\n👩‍👩‍👧\n',
      [
        [2, { a: 'Çiğdem' }],
        [3, { a: '王芳' }],
        [4, { a: '👩‍👩‍👧' }],
      ],
    ],
    ['formulas are text', 'a\n=1+1\n', [[2, { a: '=1+1' }]]],
  ]
  test.each(cases)('%s', async (_, body, expected) => {
    for (const size of [65_536, 1, 3]) expect(told(await read(body, 'text/csv; charset=UTF-8', size))).toEqual(expected)
  })

  test('bytes that are no UTF-8 cost their line and no other', async () => {
    const body = Buffer.concat([Buffer.from('a\n1\n'), Buffer.from([0x66, 0xfc, 0x72]), Buffer.from('\n2\n')])
    expect(told(await read(body))).toEqual([
      [2, { a: '1' }],
      [3, 'request.malformed'],
      [4, { a: '2' }],
    ])
  })

  test('a line beyond 64 kB costs that line, quoted or not', async () => {
    const long = 'x'.repeat(70_000)
    expect(told(await read(`a,b\n1,2\n${long},1\n"${long}\n",1\n3,4\n`, 'text/csv', 1000))).toEqual([
      [2, { a: '1', b: '2' }],
      [3, 'request.too_large'],
      [4, 'request.too_large'],
      [6, { a: '3', b: '4' }],
    ])
  })

  test('unknown and doubled columns are refused by name before any row', async () => {
    const isColumn = (name: string) => ['a', 'b'].includes(name)
    await expect(read('a,hat,b,a\n1,2,3,4\n', 'text/csv', 65_536, isColumn)).rejects.toMatchObject({
      code: 'request.invalid',
      errors: [
        { path: 'hat', message: 'is not a known column' },
        { path: 'a', message: 'stands twice' },
      ],
    })
    await expect(read('a,b;c\n', 'text/csv', 65_536, isColumn)).rejects.toMatchObject({ code: 'request.invalid' })
  })

  test('whatever is written quoted is read back, in pieces of any size', async () => {
    const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x', 'ü', ' '), minLength: 1 })
    const table = fc.array(fc.tuple(cell, cell), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 20 }), async (rows, size) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
        const body = ['a,b', ...rows.map((row) => row.map(quote).join(','))].join('\n')
        const found = await read(body, 'text/csv', size)
        expect(found.map((row) => ('value' in row ? row.value : row))).toEqual(rows.map(([a, b]) => ({ a, b })))
      }),
    )
  })
})

describe('NDJSON', () => {
  test('a bad line is told and the next one read', async () => {
    const lines = [
      '{"a":1}',
      '',
      '{"a":',
      '[1]',
      'null',
      '{"a":1,"a":2}',
      '{"a":"\\ud800"}',
      '{"__proto__":1}',
      '{"b":"ü"}',
    ]
    for (const size of [65_536, 1]) {
      expect(told(await read(`\ufeff${lines.join('\r\n')}`, 'application/x-ndjson', size))).toEqual([
        [1, { a: 1 }],
        [3, 'request.malformed'],
        [4, 'request.malformed'],
        [5, 'request.malformed'],
        [6, 'request.malformed'],
        [7, 'request.malformed'],
        [8, 'request.malformed'],
        [9, { b: 'ü' }],
      ])
    }
  })

  test('nesting without end costs its line', async () => {
    const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect(told(await read(`${deep}\n{"a":1}`, 'application/x-ndjson'))).toEqual([
      [1, 'request.too_deep'],
      [2, { a: 1 }],
    ])
  })

  test('a last line that was cut off is told', async () => {
    expect(told(await read('{"a":1}\n{"a":"un', 'application/x-ndjson'))).toEqual([
      [1, { a: 1 }],
      [2, 'request.malformed'],
    ])
  })
})

test.each(['application/json', '', 'text/csv; charset=iso-8859-1', 'text/plain'])('%j is not taken', async (type) => {
  await expect(read('a\n1\n', type)).rejects.toMatchObject({ code: 'request.unsupported_media' })
})

test('a stream that breaks off is said to be truncated, after the rows before', async () => {
  const rows: RowRead[] = []
  async function* broken() {
    yield Buffer.from('a\n1\n2')
    throw new Error('aborted')
  }
  const reading = (async () => {
    for await (const row of readRows(Readable.from(broken()), 'text/csv')) rows.push(row)
  })()
  await expect(reading).rejects.toMatchObject({ code: 'request.truncated' })
  expect(told(rows)).toEqual([[2, { a: '1' }]])
})

test('what a refused body has left is read away', async () => {
  const stream = pieces(Buffer.from(`hat\n${'1\n'.repeat(100_000)}`), 1000)
  const ended = new Promise((resolve) => stream.once('end', resolve))
  const rows = readRows(stream, 'text/csv', () => false)
  await expect(rows.next()).rejects.toMatchObject({ code: 'request.invalid' })
  await ended
})

test('a sender who is refused half way reads the refusal', async () => {
  const server = createServer(async (req, res) => {
    const rows = readRows(req, req.headers['content-type'] ?? '', () => false)
    const code = await rows.next().then(
      () => 'none',
      (error: Refusal) => error.code,
    )
    res.end(code)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    const body = `hat\n${'x'.repeat(100)}\n`.repeat(50_000)
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    })
    expect(await answer.text()).toBe('request.invalid')
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
