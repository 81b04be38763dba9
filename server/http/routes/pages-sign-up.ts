// The public form: country and age first, then what may be used for what; its answer is the same for every address.
import type { Request, Response } from 'express'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { isPossiblePhone } from '#customers/address.ts'
import { agesByCountry } from '#customers/ages.ts'
import { askedAge, showSignUp, signUp } from '#privacy/sign-up.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { categories, channels } from '#shared/kinds.ts'
import type { Frame, News } from '../../../web/privacy/models.ts'
import { donePage } from '../../../web/privacy/pages/letters.ts'
import { agePage, countryPage, type Filled, signUpPage } from '../../../web/privacy/pages/sign-up.ts'
import { fieldOf, fieldsOf, hasOptOut, makeFrame, queryOf, seenIn, send } from './pages-frame.ts'
import { newsOf } from './pages-refusals.ts'
import { attempt, labelsIn, noticeLocale } from './pages-visit.ts'

/** A country we do not list; the strictest age counts there. */
const OTHER = 'ZZ'

export async function showSignUpPage(house: House, req: Request, res: Response): Promise<void> {
  const country = readCountry(queryOf(req, 'country'))
  const old = queryOf(req, 'old')
  const kept = { ...(country && { country }), ...(old && { old }) } as Record<string, string>
  const frame = await makeFrame(house, req, { path: '/sign-up', kept })
  const { locale } = frame.words
  if (country === null) {
    const countries = await countriesIn(house, locale, frame.words.t('sign_up.country.other'))
    return send(res, 200, frame, countryPage(frame, { countries, country: regionOf(req) }))
  }
  const age = await askedAge(house.store.read, country)
  if (old !== 'yes' && old !== 'no') return send(res, 200, frame, agePage(frame, { country, age }))
  await showForm(
    house,
    res,
    200,
    frame,
    { country, old: old === 'yes' },
    { email: '', givenName: '', phone: '', guardian: '' },
  )
}

async function showForm(
  house: House,
  res: Response,
  status: number,
  frame: Frame,
  { country, old }: { country: string; old: boolean },
  filled: Filled,
): Promise<void> {
  const { store, clock } = house
  const asked = await showSignUp(store.read, frame.words.locale, clock.now())
  const age = await askedAge(store.read, country)
  const texts = asked.cards.some(({ cells }) => cells.some(({ channel }) => channel === 'sms'))
  const takesPhone = texts && house.config.sms !== undefined
  send(res, status, frame, signUpPage(frame, { ...asked, country, old, age, filled, takesPhone }))
}

export async function takeSignUp(house: House, req: Request, res: Response): Promise<void> {
  const country = readCountry(fieldOf(req, 'country')) ?? OTHER
  const old = fieldOf(req, 'old') === 'yes'
  const kept = { country, old: old ? 'yes' : 'no' }
  const frame = await makeFrame(house, req, { path: '/sign-up', kept })
  const filled: Filled = {
    email: fieldOf(req, 'email').trim(),
    givenName: fieldOf(req, 'givenName').trim(),
    phone: fieldOf(req, 'phone').trim(),
    guardian: fieldOf(req, 'guardian').trim(),
  }
  const news =
    wrongIn(frame, req, filled, { old, country }) ??
    (await attempt(frame, () => record(house, req, frame, filled, kept)))
  if (news === null) return send(res, 200, frame, donePage(frame, 'signed'))
  await showForm(house, res, 422, { ...frame, news }, { country, old }, filled)
}

/** As it is dialled in that country, or with a country code. */
const isPhone = (phone: string, country: string): boolean => isPossiblePhone(phone, country === OTHER ? null : country)

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,255}$/u

function wrongIn(
  { words: { t } }: Frame,
  req: Request,
  filled: Filled,
  { old, country }: { old: boolean; country: string },
): News | null {
  const wantsTexts = fieldsOf(req, 'cell')
    .flatMap(readCell)
    .some(({ channel }) => channel === 'sms')
  const sameAddress = filled.guardian.toLowerCase() === filled.email.toLowerCase()
  const errors = [
    ...(ADDRESS.test(filled.email) ? [] : [{ field: 'field-email', text: t('entry.address.wrong') }]),
    ...(old || (ADDRESS.test(filled.guardian) && !sameAddress)
      ? []
      : [{ field: 'field-guardian', text: t('sign_up.guardian.wrong') }]),
    ...(isPhone(filled.phone, country) || (filled.phone === '' && !wantsTexts)
      ? []
      : [{ field: 'field-phone', text: t('sign_up.phone.wrong') }]),
    ...(fieldsOf(req, 'cell').length > 0 ? [] : [{ text: t('sign_up.nothing') }]),
  ]
  return errors.length === 0 ? null : { tone: 'bad', title: t('error.form'), errors }
}

async function record(
  house: House,
  req: Request,
  frame: Frame,
  filled: Filled,
  { country, old }: { country: string; old: string },
): Promise<News | null> {
  try {
    await signUp(house, {
      email: filled.email,
      givenName: filled.givenName || undefined,
      phone: filled.phone || undefined,
      country: country === OTHER ? undefined : country,
      isOldEnough: old === 'yes',
      guardianEmail: old === 'yes' ? undefined : filled.guardian,
      locale: await noticeLocale(house, frame.words.locale),
      noticeVersion: Number(fieldOf(req, 'notice')),
      labelsSha256: labelsIn(req),
      cells: fieldsOf(req, 'cell').flatMap(readCell),
      ...seenIn(req),
      optOut: hasOptOut(req),
    })
    return null
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'guardian.same_address') throw error
    const errors = [{ field: 'field-guardian', text: frame.words.t('sign_up.guardian.wrong') }]
    return { ...newsOf(frame.words, error), errors }
  }
}

/** `purpose channel category`, as the form writes it; anything else is left out. */
function readCell(value: string): Cell[] {
  const [purpose = '', channel, category] = value.split(' ')
  const known = {
    channel: channels.find((one) => one === channel),
    category: categories.find((one) => one === category),
  }
  if (known.channel === undefined || known.category === undefined || purpose === '') return []
  return [{ purpose, channel: known.channel, category: known.category }]
}

const readCountry = (value: string): string | null => /^[A-Z]{2}$/.exec(value)?.[0] ?? null

/** What the browser's own language suggests; only a suggestion. */
const regionOf = (req: Request): string =>
  /^[a-z]{2,3}-([A-Z]{2})\b/.exec(String(req.headers['accept-language'] ?? ''))?.[1] ?? OTHER

async function countriesIn(house: House, locale: string, other: string): Promise<{ code: string; name: string }[]> {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const { compare } = new Intl.Collator(locale)
  const listed = [...(await agesByCountry(house.store.read)).keys()]
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => compare(a.name, b.name))
  return [...listed, { code: OTHER, name: other }]
}
