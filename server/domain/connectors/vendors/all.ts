// The vendors of the house, by their kind.
import type { ConnectorKind } from '#shared/contracts/connectors.ts'
import { generic } from './generic.ts'
import { hubspot } from './hubspot.ts'
import { shopify } from './shopify.ts'
import { stripe } from './stripe.ts'
import type { Vendor } from './vendor.ts'
import { woocommerce } from './woocommerce.ts'

export const vendors: Record<ConnectorKind, Vendor> = { shopify, woocommerce, hubspot, stripe, generic }
