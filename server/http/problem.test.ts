// Refusals on the wire: what the contract promises is always there, also for what never became a request.
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseUnreadable, sendProblem } from './problem.ts'

const HOUSE = 'http://house.example'
const app = express().use((_req, res) => sendProblem(res.setHeader('X-Request-Id', 'r1'), HOUSE, 'campaign.not_found'))
const server = createServer(app).on('clientError', refuseUnreadable(HOUSE))
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
afterAll(() => new Promise((done) => server.close(done)))

function say(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(bytes))
    let heard = ''
    socket.on('data', (data) => (heard += data)).on('error', reject)
    socket.on('close', () => resolve(heard))
  })
}
const read = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Record<string, unknown>

test('a refusal that says nothing more says its title as the detail', async () => {
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`)
  expect(await answer.json()).toEqual({
    type: `${HOUSE}/problems/campaign.not_found`,
    title: 'There is no such campaign',
    status: 404,
    detail: 'There is no such campaign',
    code: 'campaign.not_found',
    requestId: 'r1',
  })
})

test.each([
  ['what is not HTTP', 'HELLO\r\n\r\n', 400, 'request.malformed'],
  [
    'two lengths of one body',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
    'request.malformed',
  ],
  [
    'a head that is too long',
    `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`,
    431,
    'request.headers_too_large',
  ],
])('%s is refused as everything else', async (_name, bytes, status, code) => {
  const answer = await say(bytes)
  expect(answer).toContain('application/problem+json')
  expect(answer.startsWith(`HTTP/1.1 ${status} `)).toBe(true)
  expect(read(answer)).toMatchObject({ status, code, detail: expect.any(String), requestId: expect.any(String) })
})
