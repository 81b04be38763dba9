// The floor of keeping, as a process of its own: bare node:http with JSON and zod, and the rows that one redemption writes into our
// tables put there by the bare driver, for all that arrives together in one durable commit. No key, no rule, no limit, no
// repeat and no order is looked at: no service that keeps its word on these tables can be faster.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeSecrets, sha256 } from '#core/secrets.ts'
import { askRedemption } from '#shared/contracts/redemptions.ts'
import { foldCode } from '#vouchers/code.ts'
import type { Keeper, Wish } from './keep.ts'
import { openServer } from './keep-on-postgres.ts'
import { openFile } from './keep-on-sqlite.ts'

const [databaseUrl = '', secret = ''] = process.argv.slice(2)
const secrets = makeSecrets(secret)
const keeper: Keeper = databaseUrl.startsWith('file:')
  ? openFile(databaseUrl.slice('file:'.length))
  : await openServer(databaseUrl)

let waiting: [Wish, ServerResponse][] = []
let running = 0

/** Everything that has arrived in this turn of the event loop goes together. */
async function flush(): Promise<void> {
  if (waiting.length === 0 || running >= keeper.atOnce) return
  const taken = waiting
  waiting = []
  running++
  const ids = await keeper.keep(taken.map(([wish]) => wish))
  running--
  for (const [at, [wish, res]] of taken.entries()) {
    res.writeHead(201, { 'content-type': 'application/json' })
    res.end(JSON.stringify({ id: ids[at], orderReference: wish.reference, discountMinor: wish.discountMinor }))
  }
  void flush()
}

const server = createServer((req, res) => {
  const parts: Buffer[] = []
  req.on('data', (part: Buffer) => parts.push(part))
  req.on('end', () => {
    const text = Buffer.concat(parts).toString()
    const { code, order } = askRedemption.parse(JSON.parse(text))
    const wish: Wish = {
      print: secrets.fingerprint(foldCode(code)),
      key: String(req.headers['idempotency-key']),
      hash: sha256(text),
      reference: order.reference,
      amountMinor: order.amountMinor,
      discountMinor: 590,
    }
    if (waiting.push([wish, res]) === 1) setImmediate(flush)
  })
})
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
)
