// Doors of outgoing webhooks: subscriptions, their secrets, and what was delivered.
import type { Principal } from '#access/authenticate.ts'
import { Refusal } from '#core/refusal.ts'
import { listDeliveries, replayDelivery, showDelivery } from '#delivery/webhooks/log.ts'
import {
  closeWebhook,
  listWebhooks,
  oldSecretUntil,
  openWebhook,
  patchWebhook,
  rotateSecret,
  showWebhook,
} from '#delivery/webhooks/subscribe.ts'
import { tryWebhook } from '#delivery/webhooks/try-out.ts'
import { type Scope, type WebhookInclude, webhookIncludes } from '#shared/kinds.ts'
import { envelopes, feeds } from '../../jobs/feeds.ts'
import { writeThenShow } from '../answers.ts'
import type { Routes } from '../endpoint.ts'

type Names =
  | 'createWebhook'
  | 'listWebhooks'
  | 'getWebhook'
  | 'patchWebhook'
  | 'deleteWebhook'
  | 'rotateWebhook'
  | 'testWebhook'
  | 'listWebhookDeliveries'
  | 'getWebhookDelivery'
  | 'replayWebhook'

/** What a webhook tells must be what its maker may see. */
const scopeFor: Record<WebhookInclude, Scope> = { customerReference: 'customers.read', code: 'codes.read' }

export const webhookRoutes: Routes<Names> = {
  createWebhook: async (house, call) => {
    // whole objects say what either include would
    requireScopes(call.principal, call.body.envelope === 'voucherify' ? webhookIncludes : call.body.includes)
    // the secret itself is not shown again: a replay answers the id without it
    let secret: string | null = null
    const answer = await writeThenShow(
      house,
      call,
      201,
      async (tx) => {
        const made = await openWebhook(house, tx, call.body, { feeds, actor: call.principal.id })
        secret = made.secret
        return made.id
      },
      async (id) => ({ ...(await showWebhook(house.store.read, id)), secret: null }),
    )
    return answer.replayed === true || answer.body === undefined
      ? answer
      : { ...answer, body: { ...answer.body, secret } }
  },
  listWebhooks: async ({ store }, { query }) => ({ status: 200, body: await listWebhooks(store.read, query) }),
  getWebhook: async ({ store }, { params }) => ({ status: 200, body: await showWebhook(store.read, params.id) }),
  patchWebhook: async ({ store }, { params, body, principal }) => {
    await store.write((tx) => patchWebhook(tx, params.id, body, { feeds, actor: principal.id }))
    return { status: 200, body: await showWebhook(store.read, params.id) }
  },
  deleteWebhook: async ({ store }, { params, principal }) => {
    await store.write((tx) => closeWebhook(tx, params.id, principal.id))
    return { status: 204 }
  },
  rotateWebhook: async (house, call) => {
    let secret: string | null = null
    const answer = await writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        secret = await rotateSecret(house, tx, call.params.id, call.principal.id)
        return call.params.id
      },
      async (id) => ({ secret: null, oldSecretUntil: await oldSecretUntil(house.store.read, id) }),
    )
    return answer.replayed === true || answer.body === undefined
      ? answer
      : { ...answer, body: { ...answer.body, secret } }
  },
  testWebhook: async (house, { params, principal }) => ({
    status: 200,
    body: await tryWebhook(house, params.id, { envelopes, actor: principal.id }),
  }),
  listWebhookDeliveries: async ({ store }, { params, query }) => ({
    status: 200,
    body: await listDeliveries(store.read, params.id, query),
  }),
  getWebhookDelivery: async ({ store }, { params }) => ({
    status: 200,
    body: await showDelivery(store.read, params.id, params.deliveryId),
  }),
  replayWebhook: (house, call) =>
    writeThenShow(
      house,
      call,
      202,
      (tx) => replayDelivery(tx, call.params.id, call.params.deliveryId, call.principal.id),
      () => showDelivery(house.store.read, call.params.id, call.params.deliveryId),
    ),
}

function requireScopes({ scopes }: Principal, includes: readonly WebhookInclude[]): void {
  for (const [index, one] of includes.entries()) {
    if (scopes.has(scopeFor[one])) continue
    const errors = [{ path: `includes.${index}`, message: `needs the scope ${scopeFor[one]}` }]
    throw new Refusal('request.forbidden', { errors })
  }
}
