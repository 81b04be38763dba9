// Doors of the office of consent: register, log, languages, ages, departments, stops and findings, questions, objections.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { audit } from '#access/audit.ts'
import { nextQuestion, noteAsked } from '#consent/ask.ts'
import { enabledLocales, enableLocales } from '#consent/locales.ts'
import { consentLog, type LogLine, logColumns } from '#consent/log.ts'
import { minorsPolicy, setMinorsPolicy } from '#consent/minors.ts'
import { objectionsOfCustomer } from '#consent/object.ts'
import { purposeWords, showPurpose } from '#consent/purposes.ts'
import { registerOfProcessing } from '#consent/ropa.ts'
import { stopPurpose } from '#consent/stop-cells.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { listAges, setAge } from '#customers/ages.ts'
import { findCustomer } from '#customers/find.ts'
import { dropHoliday, listHolidays, setHoliday, setOffice } from '#customers/holidays.ts'
import { defineParty, listParties } from '#privacy/inside-parties.ts'
import { liftObjectionOf, object } from '#privacy/objections.ts'
import { liftRestriction, restrict } from '#privacy/restrict.ts'
import { invalidate } from '#privacy/stop-purposes.ts'
import { writeThenShow } from '../answers.ts'
import type { Routes } from '../endpoint.ts'

type Names =
  | 'stopPurpose'
  | 'invalidateConsents'
  | 'noteAsked'
  | 'nextQuestion'
  | 'setRestriction'
  | 'setObjection'
  | 'getLocales'
  | 'putLocales'
  | 'listConsentAges'
  | 'putConsentAge'
  | 'listHolidays'
  | 'putOffice'
  | 'putHoliday'
  | 'deleteHoliday'
  | 'getMinors'
  | 'putMinors'
  | 'listParties'
  | 'createParty'
  | 'registerOfProcessing'
  | 'consentLog'

export const consentRoutes: Routes<Names> = {
  stopPurpose: (house, call) =>
    writeThenShow(
      house,
      call,
      200,
      async (tx) => {
        const { key } = call.params
        await stopPurpose(tx, key, call.body.reason)
        await audit(tx, { actor: call.principal.id, action: 'purpose.stopped', subject: key, detail: call.body })
        return key
      },
      async (key) => ({ key, stoppedAt: (await showPurpose(house.store.read, key)).stoppedAt ?? '' }),
    ),
  invalidateConsents: async (house, { body, principal }) => {
    const { reason, ...finding } = body
    const sum = await invalidate(house, finding)
    const detail = { reason, ...sum }
    await house.store.write((tx) =>
      audit(tx, { actor: principal.id, action: 'consents.invalidated', subject: finding.purpose, detail }),
    )
    return { status: 200, body: sum }
  },
  noteAsked: async (house, { body, principal }) => {
    const { customerReference, ...rest } = body
    const { id: customerId } = await known(house, customerReference, 'customer.unknown')
    const asked = await house.store.write((tx) => noteAsked(tx, { ...rest, customerId, actor: principal.id }))
    return { status: 201, body: { asked } }
  },
  nextQuestion: async (house, { params }) => {
    const { id, locale } = await known(house, params.reference)
    return { status: 200, body: { customerReference: params.reference, question: await question(house, id, locale) } }
  },
  setRestriction: async (house, { params, body, principal }) => {
    const { id } = await known(house, params.reference)
    await (body.restricted ? restrict : liftRestriction)(house, id, principal.id)
    return { status: 200, body: await standing(house, params.reference) }
  },
  setObjection: async (house, { params, body, principal }) => {
    const { id } = await known(house, params.reference)
    await (body.objects ? object : liftObjectionOf)(house, id, body.purpose, principal.id)
    return { status: 200, body: await standing(house, params.reference) }
  },
  getLocales: async ({ store }) => ({ status: 200, body: { locales: await enabledLocales(store.read) } }),
  putLocales: async ({ store }, { body, principal }) => {
    const locales = await store.write(async (tx) => {
      await audit(tx, { actor: principal.id, action: 'locales.enabled', subject: 'house', detail: body })
      return enableLocales(tx, body.locales)
    })
    return { status: 200, body: { locales } }
  },
  listConsentAges: async ({ store }) => ({ status: 200, body: await listAges(store.read) }),
  putConsentAge: async ({ store }, { params, body, principal }) => {
    const age = await store.write(async (tx) => {
      await audit(tx, { actor: principal.id, action: 'consent_age.set', subject: params.country, detail: body })
      return setAge(tx, params.country, body)
    })
    return { status: 200, body: age }
  },
  listHolidays: async ({ store }) => ({ status: 200, body: await listHolidays(store.read) }),
  putOffice: async ({ store }, { body, principal }) => {
    await store.write(async (tx) => {
      await audit(tx, { actor: principal.id, action: 'office.set', subject: 'house', detail: body })
      await setOffice(tx, body.office)
    })
    return { status: 200, body: await listHolidays(store.read) }
  },
  putHoliday: async ({ store }, { params, body, principal }) => {
    const { country, day } = params
    const holiday = await store.write(async (tx) => {
      const detail = { day, ...body }
      await audit(tx, { actor: principal.id, action: 'holiday.set', subject: country, detail })
      return setHoliday(tx, country, day, body)
    })
    return { status: 200, body: holiday }
  },
  deleteHoliday: async ({ store }, { params: { country, day }, principal }) => {
    await store.write(async (tx) => {
      await audit(tx, { actor: principal.id, action: 'holiday.dropped', subject: country, detail: { day } })
      await dropHoliday(tx, country, day)
    })
    return { status: 204 }
  },
  getMinors: async ({ store }) => ({ status: 200, body: await minorsPolicy(store.read) }),
  putMinors: async ({ store }, { body, principal }) => {
    await store.write(async (tx) => {
      await audit(tx, { actor: principal.id, action: 'minors.set', subject: 'house', detail: body })
      await setMinorsPolicy(tx, body)
    })
    return { status: 200, body: await minorsPolicy(store.read) }
  },
  listParties: async ({ store }) => ({ status: 200, body: { data: await listParties(store.read), nextCursor: null } }),
  createParty: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      (tx) => defineParty(tx, call.body, call.principal.id),
      async (key) => {
        const party = (await listParties(house.store.read)).find((one) => one.key === key)
        if (party === undefined) throw new Refusal('party.not_found')
        return party
      },
    ),
  registerOfProcessing: async ({ store, clock }, { req, res }) => {
    const register = await registerOfProcessing(store.read, clock.now())
    if (req.accepts(['application/json', 'text/csv']) !== 'text/csv') return { status: 200, body: register }
    res.setHeader('Content-Disposition', 'attachment; filename="register-of-processing.csv"')
    res.type('text/csv').send(`\ufeff${asCsv(register.activities)}`)
    return { status: 200, sent: true }
  },
  consentLog: async (house, { query, principal, res }) => {
    const tell = (action: string, detail: Record<string, unknown>) =>
      house.store.write((tx) => audit(tx, { actor: principal.id, action, subject: 'consents', detail }))
    await tell('consents.log_begun', query)
    res.status(200).type(query.format === 'csv' ? 'text/csv' : 'application/x-ndjson')
    res.setHeader('Content-Disposition', `attachment; filename="consent-log.${query.format}"`)
    res.setHeader('Cache-Control', 'no-store')
    try {
      await pipeline(Readable.from(logLines(house, query), { objectMode: true, highWaterMark: 1 }), res)
    } catch (error) {
      house.log.info({ error: String(error).slice(0, 100) }, 'a consent log broke off')
    }
    return { status: 200, sent: true }
  },
}

/** No cell begins a formula in a spreadsheet. */
const SAFE = { escape_formulas: true }

async function known(
  { store, secrets }: House,
  reference: string,
  code: 'customer.not_found' | 'customer.unknown' = 'customer.not_found',
) {
  const customer = await findCustomer(store.read, secrets, reference)
  if (customer === null) throw new Refusal(code)
  return customer
}

async function standing(house: House, customerReference: string) {
  const { id, status } = await known(house, customerReference)
  const objections = [...(await objectionsOfCustomer(house.store.read, id))].sort()
  return { customerReference, restricted: status === 'restricted', objections }
}

async function question({ store, clock }: House, customerId: string, locale: string | null) {
  const cell = await nextQuestion(store.read, customerId, clock.now())
  if (cell === null) return null
  const words = purposeWords(await showPurpose(store.read, cell.purpose), locale ?? 'en')
  return { cell, ...words, clause: `${cell.purpose}.${cell.channel}.${cell.category}` }
}

/** A page of lines at a time; the next is read when the line has taken it. */
async function* logLines(house: House, query: { format: 'ndjson' | 'csv'; cursor: number }): AsyncGenerator<string> {
  if (query.format === 'csv') yield `\ufeff${stringify([[...logColumns]])}`
  for await (const page of consentLog(house, query.cursor)) {
    yield query.format === 'csv'
      ? stringify(
          page.map((line) => logColumns.map((name) => line[name])),
          SAFE,
        )
      : page.map((line) => `${JSON.stringify(inOrder(line))}\n`).join('')
  }
}

const inOrder = (line: LogLine) => Object.fromEntries(logColumns.map((name) => [name, line[name]]))

function asCsv(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => Object.values(row).map((value) => (Array.isArray(value) ? value.join('; ') : value)))
  return stringify([names, ...cells], SAFE)
}
