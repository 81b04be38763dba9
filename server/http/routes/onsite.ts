// Doors for the shop's own page: the secret that signs its tokens, and the open vouchers of whom a token names.
import { offersFor, onsiteSecret } from '#delivery/onsite-offers.ts'
import type { Routes } from '../endpoint.ts'

export const onsiteRoutes: Routes<'onsiteKey' | 'onsiteOffers'> = {
  onsiteKey: async ({ secrets }) => ({
    status: 200,
    body: { algorithm: 'HS256', audience: 'vouchsafe:onsite', secret: onsiteSecret(secrets) },
  }),
  onsiteOffers: async (house, { req, res }) => {
    res.setHeader('Cache-Control', 'no-store')
    const token = /^Bearer (\S{1,4000})$/.exec(req.headers.authorization ?? '')?.[1] ?? ''
    return { status: 200, body: { data: await offersFor(house, token) } }
  },
}
