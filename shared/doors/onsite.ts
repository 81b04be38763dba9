// What the shop's own pages show.
import * as delivery from '../contracts/delivery.ts'
import * as onsite from '../contracts/onsite.ts'
import { byId, door } from './door.ts'

export const onsiteDoors = {
  onsiteKey: door({
    method: 'GET',
    path: '/v1/onsite/key',
    title: "The secret that signs the shop's on-site tokens",
    room: 'delivery',
    scope: 'onsite.sign',
    replies: { 200: onsite.onsiteKey },
  }),
  onsiteOffers: door({
    method: 'GET',
    path: '/v1/onsite/offers',
    title: 'Open vouchers of the signed-in customer',
    room: 'delivery',
    scope: 'onsite',
    replies: { 200: onsite.onsiteOffers },
  }),
  pushKey: door({
    method: 'GET',
    path: '/v1/onsite/push-key',
    title: 'The public key that browsers subscribe to push messages with',
    room: 'delivery',
    scope: 'open',
    replies: { 200: delivery.pushKey },
  }),
  subscribePush: door({
    method: 'POST',
    path: '/v1/onsite/push',
    title: 'A browser of the signed-in customer takes push messages; consent is recorded apart',
    room: 'delivery',
    scope: 'onsite',
    body: delivery.pushSubscription,
    replies: { 201: delivery.pushSubscribed },
  }),
  unsubscribePush: door({
    method: 'DELETE',
    path: '/v1/onsite/push/:id',
    title: 'A browser takes push messages no more',
    room: 'delivery',
    scope: 'onsite',
    params: byId,
    replies: { 204: null },
  }),
} as const
