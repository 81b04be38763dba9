// The floors a service in this house stands on, as a process of its own: bare Express, bare Express with JSON and zod,
// and bare node:http with JSON and zod. They keep nothing, so nothing durable can be faster.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { askRedemption } from '#shared/contracts/redemptions.ts'

const kind = process.argv[2]

function answer(body: unknown): string {
  const { code, order } = askRedemption.parse(body)
  return JSON.stringify({ id: code, orderReference: order.reference, discountMinor: 0 })
}

function bare() {
  return createServer((req, res) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      res.writeHead(201, { 'content-type': 'application/json' })
      res.end(answer(JSON.parse(Buffer.concat(parts).toString())))
    })
  })
}

function withExpress() {
  const app = express()
  app.get('/hello', (_req, res) => void res.send('hello'))
  app.post(
    '/v1/redemptions',
    express.json(),
    (req, res) => void res.status(201).type('application/json').send(answer(req.body)),
  )
  return createServer(app)
}

const server = kind === 'node' ? bare() : withExpress()
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
)
