// The guides of the documentation, read once from the texts beside this file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Rendered, renderText } from './render-text.ts'

/** In the order in which one would read them, with what each is for. */
export const guides = {
  concepts: 'What a cell, an occasion, a budget and a holdout are',
  channels: 'E-mail, text messages, push, your own pages, partners, your own sender, print',
  connectors: 'Shopify, WooCommerce, HubSpot, Stripe, any other system, files',
  operating: 'Start, back up, restore, ask the doctor, keys, metrics, alerts, upgrade, scale out',
  'privacy-officer': 'The register, an impact assessment to fill in, twenty questions of an auditor',
  'from-voucherify': 'Keys, data, the base URL, and what is different',
} as const
export type Guide = keyof typeof guides

export const isGuide = (name: string): name is Guide => Object.hasOwn(guides, name)

const read = new Map<Guide, Rendered>()

export function guide(name: Guide): Rendered {
  const known = read.get(name)
  if (known !== undefined) return known
  const rendered = renderText(sourceOf(name))
  read.set(name, rendered)
  return rendered
}

export const sourceOf = (name: Guide): string => readFileSync(join(import.meta.dirname, `${name}.md`), 'utf8')
