// Doors for the shop's own page: the secret that signs its tokens, the open vouchers of whom a token names, her browsers.
import type { Request } from 'express'
import { addPushSubscription, removePushSubscription } from '#customers/push.ts'
import { vapidKeys } from '#delivery/channels/push.ts'
import { offersFor, onsiteSecret, signedIn } from '#delivery/onsite-offers.ts'
import type { Routes } from '../endpoint.ts'

type Names = 'onsiteKey' | 'onsiteOffers' | 'pushKey' | 'subscribePush' | 'unsubscribePush'

const tokenOf = (req: Request) => /^Bearer (\S{1,4000})$/.exec(req.headers.authorization ?? '')?.[1] ?? ''

export const onsiteRoutes: Routes<Names> = {
  onsiteKey: async ({ secrets }) => ({
    status: 200,
    body: { algorithm: 'HS256', audience: 'vouchsafe:onsite', secret: onsiteSecret(secrets) },
  }),
  onsiteOffers: async (house, { req, res }) => {
    res.setHeader('Cache-Control', 'no-store')
    return { status: 200, body: { data: await offersFor(house, tokenOf(req)) } }
  },
  pushKey: async ({ secrets, config }) => ({
    status: 200,
    body: { publicKey: vapidKeys(secrets).publicKey, enabled: config.pushContact !== undefined },
  }),
  subscribePush: async (house, { req, body }) => {
    const id = await addPushSubscription(house, await signedIn(house, tokenOf(req)), body)
    return { status: 201, body: { id } }
  },
  unsubscribePush: async (house, { req, params }) => {
    const customerId = await signedIn(house, tokenOf(req))
    await house.store.write((tx) => removePushSubscription(tx, customerId, params.id))
    return { status: 204 }
  },
}
