// Beside us, in the same run and on the same PostgreSQL, a shop that can be installed: Vendure's coupon codes. A use there is the
// last three requests of an order whose cart is filled, addressed and shipped already; a use here is one redemption.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchContext, Found } from './context.ts'
import { fillHouse, redeemAsk, WARM_UP } from './house.ts'
import { putLoad } from './load.ts'
import { type Measured, startProcess } from './processes.ts'

const PACKAGES = ['@vendure/core@3.7.3', 'pg@8']
/** It is no part of the product: it lives among what is made anew, and only where it was measured. */
const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/bench-peer')
/** It answers slower with more. */
const AT_ONCE = 16
const LIMIT = 10
const TOO_MANY = 40

/** Uses of codes and codes made per second, ours ÷ theirs, and how many uses a limit of ten let through there and here. */
export async function measurePeer(context: BenchContext): Promise<Found> {
  const { quick, say } = context
  if (!install(say)) return { notes: ['the peer could not be installed: no ratio to it'] }
  const peer = await startProcess('scripts/bench/vendure-server.ts', [FOLDER, await context.newDatabase()])
  let theirs: Awaited<ReturnType<typeof measureTheirs>>
  try {
    theirs = await measureTheirs(peer, quick ? 150 : 500)
  } finally {
    await peer.stop()
  }
  const perRound = quick ? 6_000 : 15_000
  const house = await fillHouse(context, 100_000, WARM_UP + perRound + 1)
  const { server, nextCode } = house
  try {
    await putLoad(server, 64, WARM_UP, () => redeemAsk(nextCode(), server.adminKey))
    const ours = await putLoad(server, 64, perRound, () => redeemAsk(nextCode(), server.adminKey))
    const code = nextCode()
    const tried = await Promise.all(Array.from({ length: TOO_MANY }, () => redeemOnce(server, code)))
    const figures = {
      peer_uses_per_second: Number(theirs.usesPerSecond.toFixed(1)),
      peer_codes_per_second: Number(theirs.codesPerSecond.toFixed(1)),
      [`peer_uses_of_a_limit_of_${LIMIT}`]: theirs.usesOfLimit,
      redeem_beside_peer_per_second: Math.round(ours.perSecond),
      redeem_vs_peer: Number((ours.perSecond / theirs.usesPerSecond).toFixed(1)),
      uses_of_a_single_use: tried.filter((status) => status === 201).length,
    }
    for (const [name, figure] of Object.entries(figures)) say(`${name.padEnd(46)} ${figure}`)
    return { figures }
  } finally {
    await server.stop()
  }
}

function install(say: (text: string) => void): boolean {
  if (existsSync(join(FOLDER, 'node_modules/@vendure/core'))) return true
  say('installing the peer')
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true, "type": "commonjs" }\n')
  try {
    const asked = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...PACKAGES]
    execFileSync('npm', asked, { cwd: FOLDER, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function redeemOnce({ url, adminKey }: Measured & { adminKey: string }, code: string): Promise<number> {
  const { path, ...asked } = redeemAsk(code, adminKey)
  const answer = await fetch(url + path, asked)
  await answer.text()
  return answer.status
}

async function measureTheirs({ url }: Measured, count: number) {
  const admin = await signIn(url)
  const codes = Array.from({ length: count }, (_, n) => `BENCH-${n}`)
  const codesPerSecond = await perSecond(codes, (code) => makeCode(admin, code, 1))
  const carts = await each(codes, () => fillCart(url))
  const uses = codes.flatMap((code, n) => (carts[n] === undefined ? [] : { code, cart: carts[n] }))
  const usesPerSecond = await perSecond(uses, async ({ code, cart }) => {
    await typeCode(cart, code)
    if (!(await pay(cart))) throw new Error(`the peer took nothing off for ${code}`)
  })
  await makeCode(admin, 'TEN', LIMIT)
  const crowd = await each(Array.from({ length: TOO_MANY }), () => fillCart(url))
  // Shoppers type a code when it still has uses, and pay when others do.
  await each(crowd, (cart) => typeCode(cart, 'TEN'))
  const used = await Promise.all(crowd.map((cart) => pay(cart).catch(() => false)))
  return { codesPerSecond, usesPerSecond, usesOfLimit: used.filter(Boolean).length }
}

/** A conversation by GraphQL: who is known by the token of the first answer. */
interface Talk {
  address: string
  token?: string | undefined
}

async function ask<T>(talk: Talk, query: string, variables: object = {}): Promise<T> {
  const answer = await fetch(talk.address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(talk.token === undefined ? {} : { authorization: `Bearer ${talk.token}` }),
    },
    body: JSON.stringify({ query, variables }),
  })
  talk.token ??= answer.headers.get('vendure-auth-token') ?? undefined
  const { data, errors } = (await answer.json()) as { data?: T; errors?: unknown }
  if (errors !== undefined || data === undefined) throw new Error(`the peer refused: ${JSON.stringify(errors)}`)
  return data
}

async function signIn(url: string): Promise<Talk> {
  const talk = { address: `${url}/admin-api` }
  await ask(talk, 'mutation { login(username: "superadmin", password: "superadmin") { __typename } }')
  return talk
}

const makeCode = (admin: Talk, code: string, usageLimit: number) =>
  ask(admin, 'mutation ($input: CreatePromotionInput!) { createPromotion(input: $input) { __typename } }', {
    input: {
      enabled: true,
      couponCode: code,
      usageLimit,
      conditions: [],
      actions: [{ code: 'order_percentage_discount', arguments: [{ name: 'discount', value: '10' }] }],
      translations: [{ languageCode: 'en', name: code }],
    },
  })

let customers = 0

/** Everything up to where a shopper types a code. */
async function fillCart(url: string): Promise<Talk> {
  const talk: Talk = { address: `${url}/shop-api` }
  await ask(talk, 'mutation { addItemToOrder(productVariantId: "1", quantity: 1) { __typename } }')
  const customer = { firstName: 'A', lastName: 'B', emailAddress: `bench-${++customers}@example.com` }
  await ask(talk, 'mutation ($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) { __typename } }', {
    input: customer,
  })
  await ask(
    talk,
    'mutation { setOrderShippingAddress(input: { streetLine1: "1", city: "C", countryCode: "DE" }) { __typename } }',
  )
  const { eligibleShippingMethods } = await ask<{ eligibleShippingMethods: { id: string }[] }>(
    talk,
    '{ eligibleShippingMethods { id } }',
  )
  await ask(talk, 'mutation ($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) { __typename } }', {
    id: [eligibleShippingMethods[0]?.id],
  })
  return talk
}

const typeCode = (cart: Talk, code: string) =>
  ask(cart, 'mutation ($code: String!) { applyCouponCode(couponCode: $code) { __typename } }', { code })

/** Whether the order was placed with something taken off. */
async function pay(cart: Talk): Promise<boolean> {
  await ask(cart, 'mutation { transitionOrderToState(state: "ArrangingPayment") { __typename } }')
  const { addPaymentToOrder } = await ask<{ addPaymentToOrder: { state?: string; discounts?: { amount: number }[] } }>(
    cart,
    `mutation { addPaymentToOrder(input: { method: "standard-payment", metadata: {} }) {
      ... on Order { state discounts { amount } } } }`,
  )
  return addPaymentToOrder.state === 'PaymentSettled' && (addPaymentToOrder.discounts ?? []).length > 0
}

async function perSecond<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await each(items, work)
  return (items.length / (performance.now() - started)) * 1000
}

/** So many at once, the results in the order of the items. */
async function each<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker))
  return results
}
