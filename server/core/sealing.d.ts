import type { KeyObject } from 'node:crypto'

/** What is to be sealed for whom, in flat lists that cross to another thread in a glance. */
export interface PageToSeal {
  ids: string[]
  /** For each id: her key under the house's, or '' for a new one to be drawn. */
  wrapped: string[]
  /** For each id: how many of the texts are hers; they follow one another. */
  counts: number[]
  /** Names of fields, bound into what is sealed under them. */
  fields: string[]
  texts: string[]
}
export interface SealedPage {
  /** For each id: the key that was drawn, under the house's; '' where there was one. */
  wrapped: string[]
  /** One for each text. */
  sealed: string[]
}

export function sealWith(key: KeyObject, plain: string | Uint8Array, about: string): string
export function unsealBytes(key: KeyObject, sealed: string, about: string): Buffer
export function fieldOf(customerId: string, field: string): string
export function sealPage(wrapKey: KeyObject, page: PageToSeal): SealedPage
