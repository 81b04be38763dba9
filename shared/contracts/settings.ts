// What crosses the wire about the house itself: zone, currency, and how its pages and mails look.
import { z } from 'zod'
import { currency, text, timeZone } from './words.ts'

const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #1b6b4a')
/** Small, because it stands in every page of the privacy centre. */
const logo = text(32_768).regex(
  /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/,
  'must be a PNG, JPEG or WebP image as a data: address, at most 24 kB',
)

export const houseSettings = z.strictObject({
  timeZone: timeZone.nullable().describe('null: everybody sees times in the zone of their own machine'),
  currency: currency.describe('what new campaigns start with'),
  colour: colour.nullable(),
  logo: logo.nullable(),
})
