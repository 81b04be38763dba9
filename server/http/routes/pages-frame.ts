// What every page of the customers is sent with: the language, who is responsible, strict headers, and its two small files.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Request, Response } from 'express'
import { noticeInForce } from '#consent/notice.ts'
import type { House } from '#core/house.ts'
import { readHouseSettings } from '#core/house-settings.ts'
import { sha256 } from '#core/secrets.ts'
import { type Room, wholePage } from '../../../web/privacy/layout.ts'
import type { Controller, Frame, News } from '../../../web/privacy/models.ts'
import type { Page } from '../../../web/privacy/parts.ts'
import { chooseLocale, wordsFor } from '../../../web/privacy/words.ts'

export interface Asset {
  path: string
  type: string
  body: string
}

/** Named by what is in them, so that they may be kept for ever. */
export const style = asset('style.css', 'text/css')
export const script = asset('press.js', 'text/javascript')

function asset(name: string, type: string): Asset {
  const body = readFileSync(join(import.meta.dirname, '../../../web/privacy', name), 'utf8')
  const [stem, ending] = name.split('.')
  return { path: `/privacy/${stem}-${sha256(body).slice(0, 12)}.${ending}`, type, body }
}

/** Stricter than the house's: nothing from anywhere but these two files, and forms go to us alone. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface FrameOptions {
  /** Where the page is found again in another language. */
  path: string
  kept?: Record<string, string>
  session?: string | null
  news?: News | null
  /** The language and zone of the profile, where one is known. */
  locale?: string | null
  timeZone?: string | null
}

export async function makeFrame(house: House, req: Request, options: FrameOptions): Promise<Frame> {
  const locale = chooseLocale(
    [fieldOf(req, 'lang'), queryOf(req, 'lang'), options.locale],
    String(req.headers['accept-language'] ?? ''),
  )
  return {
    words: wordsFor(locale, options.timeZone ?? undefined),
    path: options.path,
    kept: options.kept ?? {},
    session: options.session ?? null,
    style: style.path,
    script: script.path,
    controller: await controllerOf(house),
    brand: await brandOf(house),
    optOut: hasOptOut(req),
    news: options.news ?? null,
  }
}

/** Where the shop's own colour is found, and its logo; null when it has neither. */
async function brandOf({ store }: House): Promise<Frame['brand']> {
  const { colour, logo } = await readHouseSettings(store.read)
  if (colour === null && logo === null) return null
  return { style: `/privacy/brand.css?colour=${sha256(colour ?? '').slice(0, 12)}`, logo }
}

async function controllerOf({ store, clock }: House): Promise<Controller | null> {
  const notice = await noticeInForce(store.read, clock.now())
  if (notice === null) return null
  const { name, address, contact, responsible = null, authority = null } = notice.controller
  return { name, address, contact, responsible, authority }
}

/** Exactly `1`, in any of several headers (consent.md, S3). */
export const hasOptOut = (req: Request): boolean => req.headersDistinct['sec-gpc']?.includes('1') === true

export function send(res: Response, status: number, frame: Frame, page: Page, room: Room | null = null): void {
  res
    .status(status)
    .type('html')
    .send(wholePage(frame, page, room))
}

/** From where somebody presses, as far as a guardian's answer is held against it. */
export const seenIn = (req: Request) => ({ clientAddress: req.ip, userAgent: req.headers['user-agent'] })

/** A field of the form, the first where it stands more than once; '' when it is absent. */
export function fieldOf(req: Request, name: string): string {
  return fieldsOf(req, name)[0] ?? ''
}

export function fieldsOf(req: Request, name: string): string[] {
  const body: unknown = req.body
  return body instanceof URLSearchParams ? body.getAll(name) : []
}

export function queryOf(req: Request, name: string): string {
  const value = req.query[name]
  return typeof value === 'string' ? value : ''
}
