// A checkout in twenty lines: what the code takes off, then the redemption itself. Needs nothing but `fetch`.
const { VOUCHSAFE_URL, VOUCHSAFE_KEY } = process.env

async function ask(path, body, key) {
  const headers = { Authorization: `Bearer ${VOUCHSAFE_KEY}`, 'Content-Type': 'application/json' }
  if (key) headers['Idempotency-Key'] = key
  const answer = await fetch(`${VOUCHSAFE_URL}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}

const [code, reference, amountMinor] = process.argv.slice(2)
const order = { reference, currency: 'EUR', amountMinor: Number(amountMinor) }
const quote = await ask('/v1/quotes', { code, order })
if (!quote.body.valid) throw new Error(quote.body.reason.title)
// The same order asks with the same key, however often it has to ask: the voucher is used once.
const { status, body } = await ask('/v1/redemptions', { code, order }, `order-${reference}`)
if (status >= 400) throw new Error(body.title)
console.log(JSON.stringify({ id: body.id, discountMinor: body.discountMinor }))
