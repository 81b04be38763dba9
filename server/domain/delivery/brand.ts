// What every mail of the shop wears: its colour, and its logo carried inside, because a mail fetches nothing; read once for a
// page of mails.
import type { House } from '#core/house.ts'
import { readHouseSettings } from '#core/house-settings.ts'
import { lookOf } from '#shared/mail-look.ts'

/** The part of a mail that carries it, headers and all. */
export interface Logo {
  /** By which the mail's HTML names it. */
  cid: string
  raw: Buffer
}

export interface Brand {
  /** A document in the shop's own look. */
  dress(document: string): string
  /** The same for a page that shows a mail, where nothing is carried beside it. */
  show(document: string): string
  logo: Logo | undefined
}

const LOGO_ID = 'logo@mail'

/** `name` stands where images are not shown. */
export async function readBrand({ store }: House, name: string): Promise<Brand> {
  const { colour, logo: address } = await readHouseSettings(store.read)
  const logo = logoOf(address)
  return {
    dress: lookOf({ name, colour, logo: logo === undefined ? null : `cid:${logo.cid}` }),
    show: lookOf({ name, colour, logo: address }),
    logo,
  }
}

let last: { address: string; logo: Logo } | undefined

/** From the data: address of the settings; put together once, however many mails carry it. */
function logoOf(address: string | null): Logo | undefined {
  const found = /^data:(image\/([a-z]+));base64,(.+)$/.exec(address ?? '')
  if (address === null || found === null) return undefined
  if (last?.address === address) return last.logo
  const [, type = '', ending = '', content = ''] = found
  const lines = [
    `Content-Type: ${type}; name=logo.${ending}`,
    `Content-ID: <${LOGO_ID}>`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: inline; filename=logo.${ending}`,
    '',
    ...(content.match(/.{1,76}/g) ?? []),
    '',
  ]
  last = { address, logo: { cid: LOGO_ID, raw: Buffer.from(lines.join('\r\n')) } }
  return last.logo
}
