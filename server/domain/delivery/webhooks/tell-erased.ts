// Tells whoever has subscribed to it that somebody was erased, in the write of the erasure: her reference is readable no more
// afterwards, so it waits sealed, and is blanked when it was delivered or given up.
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { WebhookEvent, WebhookInclude } from '#shared/kinds.ts'
import { insertDeliveries, webhooksOpen } from './queries.ts'

const TYPE: WebhookEvent = 'customer.erased'

export async function tellErased(
  { secrets }: Pick<House, 'secrets'>,
  tx: Tx,
  { customerId, reference }: { customerId: string; reference: string | null },
): Promise<void> {
  const rows = (await listeners(tx)).map((hook) => {
    const id = newId('webhookDelivery', tx.now)
    const includes = JSON.parse(hook.includes) as WebhookInclude[]
    const isNamed = reference !== null && includes.includes('customerReference')
    return {
      id,
      webhookId: hook.id,
      type: TYPE,
      at: tx.now,
      data: JSON.stringify({ customerId }),
      sealed: isNamed ? secrets.seal(reference, id) : null,
      state: 'queued',
      since: tx.now,
      dueAt: tx.now,
    }
  })
  await insertDeliveries(tx, rows)
}

/** The names of those who will be told. */
export async function toldOfErasure(q: Queries): Promise<string[]> {
  return (await listeners(q)).map(({ name }) => `webhook ${name}`)
}

async function listeners(q: Queries) {
  return (await webhooksOpen(q)).filter(({ events }) => (JSON.parse(events) as WebhookEvent[]).includes(TYPE))
}
