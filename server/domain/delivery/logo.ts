// The shop's logo in its service mails: carried inside of each, because a mail fetches nothing from anywhere; pure.
import { escapeAttribute } from './message.ts'

export interface Logo {
  /** Such as image/png. */
  type: string
  content: Buffer
}

/** By which a mail's HTML names the image that it carries. */
export const LOGO_ID = 'logo@mail'

/** From the data: address of the settings; undefined when there is none. */
export function logoOf(address: string | null): Logo | undefined {
  const found = /^data:(image\/[a-z]+);base64,(.+)$/.exec(address ?? '')
  if (found === null) return undefined
  const [, type = '', content = ''] = found
  return { type, content: Buffer.from(content, 'base64') }
}

/** Where images are not shown, the shop's name stands in its place. */
export const logoMark = (name: string): string =>
  `<p><img src="cid:${LOGO_ID}" alt="${escapeAttribute(name)}" style="max-height:48px;max-width:192px"></p>`
