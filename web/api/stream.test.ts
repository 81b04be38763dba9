// Server-sent events are read whole, wherever the network cuts them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileNameFor } from './download.ts'
import { campaignOf, type StreamEvent, takeEvents } from './stream.ts'

function readInChunks(chunks: string[]): StreamEvent[] {
  const found: StreamEvent[] = []
  let buffer = ''
  for (const chunk of chunks) {
    const { events, rest } = takeEvents(buffer + chunk)
    found.push(...events)
    buffer = rest
  }
  return found
}

test('events, comments, several lines of data and ids', () => {
  const text =
    ': hello\n\nevent: campaign\nid: 7\ndata: {"campaignId":"cmp_1"}\n\ndata: a\ndata: b\n\ndata:c\n\nevent: x\n\n'
  expect(takeEvents(text)).toEqual({
    events: [
      { event: 'campaign', id: '7', data: '{"campaignId":"cmp_1"}' },
      { event: 'message', id: null, data: 'a\nb' },
      { event: 'message', id: null, data: 'c' },
    ],
    rest: '',
  })
  expect(takeEvents('data: half')).toEqual({ events: [], rest: 'data: half' })
})

test('wherever the stream is cut, the same events come out', () => {
  const event = fc.record({ name: fc.constantFrom('campaign', 'ping'), data: fc.jsonValue() })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), fc.array(fc.nat(40), { maxLength: 30 }), (sent, cuts) => {
      const text = sent.map(({ name, data }) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join('')
      const chunks: string[] = []
      let at = 0
      for (const cut of cuts) {
        chunks.push(text.slice(at, at + cut))
        at += cut
      }
      chunks.push(text.slice(at))
      const read = readInChunks(chunks).map(({ event: name, data }) => ({ name, data }))
      expect(read).toEqual(sent.map(({ name, data }) => ({ name, data: JSON.stringify(data) })))
    }),
  )
})

test('the campaign of an event, or none', () => {
  const of = (data: string) => campaignOf({ event: 'campaign', data, id: null })
  expect(of('{"campaignId":"cmp_1","budget":{}}')).toBe('cmp_1')
  for (const odd of ['{}', 'null', '[]', 'not json', '{"campaignId":3}']) expect(of(odd)).toBeNull()
})

test('a download has a name that every system takes', () => {
  expect(fileNameFor('Geburtstag für Ämter / 2026', 'day')).toBe('geburtstag-fur-amter-2026-by-day.csv')
  expect(fileNameFor('🎂', 'variant')).toBe('campaign-by-variant.csv')
})
