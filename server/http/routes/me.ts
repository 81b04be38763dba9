// Doors of a person who acts for herself, with the session of her link as bearer token.
import type { Request } from 'express'
import { cellsOf, consentsVersion } from '#consent/cells.ts'
import { noticeInForce } from '#consent/notice.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { profilesOf } from '#customers/profile.ts'
import { showChanges } from '#privacy/changes.ts'
import { changeChoices } from '#privacy/choices.ts'
import { everythingOf } from '#privacy/everything.ts'
import { makeExport, openExport } from '#privacy/export.ts'
import { erasePerson, previewErasure } from '#privacy/forget-me.ts'
import { liftObjectionOf, object } from '#privacy/objections.ts'
import { listReceipts, showReceipt } from '#privacy/receipts.ts'
import { rectify } from '#privacy/rectify.ts'
import { askFor, onWire, requestsOf } from '#privacy/requests.ts'
import { liftRestriction, restrict } from '#privacy/restrict.ts'
import { deviceOf } from '#privacy/same-device.ts'
import { askStep, passStep } from '#privacy/second-step.ts'
import {
  actorOf,
  askLink,
  endSession,
  type Moved,
  moveSession,
  openLink,
  peekSession,
  personOf,
  requireStep,
} from '#privacy/sign-in.ts'
import { endSnooze, snooze, snoozedUntil } from '#privacy/snooze.ts'
import { usageOf } from '#privacy/usage.ts'
import { whyVoucher } from '#privacy/why.ts'
import type { Routes } from '../endpoint.ts'

type Names =
  | 'meLink'
  | 'meSession'
  | 'meLeave'
  | 'meProfile'
  | 'meAskStep'
  | 'mePassStep'
  | 'meConsents'
  | 'meDecide'
  | 'meData'
  | 'meUsage'
  | 'meChanges'
  | 'meReceipts'
  | 'meReceipt'
  | 'meWhy'
  | 'meExport'
  | 'meDownload'
  | 'meObject'
  | 'meRestrict'
  | 'meSnooze'
  | 'meRectify'
  | 'meErasePreview'
  | 'meErase'
  | 'meRequests'
  | 'meAskFor'

export const meRoutes: Routes<Names> = {
  meLink: async (house, { body, req }) => {
    await askLink(house, { ...body, clientAddress: req.ip })
    return { status: 202, body: { accepted: true } }
  },
  meSession: async (house, { body }) => ({ status: 200, body: await shown(house, await openLink(house, body.token)) }),
  meLeave: async (house, { req }) => {
    await endSession(house, tokenOf(req))
    return { status: 204 }
  },
  meProfile: async (house, { req, body }) => ({
    status: 200,
    body: await shown(house, await moveSession(house, tokenOf(req), body.customerId)),
  }),
  meAskStep: async (house, { req, body }) => {
    await askStep(house, tokenOf(req), body.action, body.locale)
    return { status: 202, body: { accepted: true } }
  },
  mePassStep: async (house, { req, body }) => ({
    status: 200,
    body: await shown(house, await passStep(house, tokenOf(req), body.code)),
  }),
  meConsents: async (house, { req }) => ({ status: 200, body: await consentsOf(house, await personIn(house, req)) }),
  meDecide: async (house, { req, body }) => {
    const { noticeVersion, locale, decisions, ifVersion } = body
    const session = await peekSession(house, tokenOf(req))
    const says = decisions.some(({ decision }) => decision === 'grant')
    const customerId = says ? requireStep(session, 'grant') : personOf(session)
    await changeChoices(house, customerId, decisions, {
      noticeVersion,
      locale,
      labelsSha256: null,
      ifVersion,
      surface: '/v1/me/consents',
      via: session.asGuardian ? 'guardian' : 'centre',
      device: deviceOf(house, { clientAddress: req.ip, userAgent: req.headers['user-agent'] }),
    })
    return { status: 200, body: await consentsOf(house, customerId) }
  },
  meData: async (house, { req }) => ({ status: 200, body: await everythingOf(house, await personIn(house, req)) }),
  meUsage: async (house, { req }) => {
    const uses = await usageOf(house, await personIn(house, req))
    return { status: 200, body: { data: uses.map(({ at, ...use }) => ({ ...use, at: iso(at) })) } }
  },
  meChanges: async (house, { req }) => {
    const changes = await showChanges(house, await personIn(house, req))
    return { status: 200, body: { data: changes.map((change) => ({ ...change })) } }
  },
  meReceipts: async (house, { req }) => {
    const lines = await listReceipts(house, await personIn(house, req))
    return { status: 200, body: { data: lines.map(({ at, ...line }) => ({ ...line, at: iso(at) })) } }
  },
  meReceipt: async (house, { req, params, query }) => ({
    status: 200,
    body: await showReceipt(house, await personIn(house, req), params.id, query.format),
  }),
  meWhy: async (house, { req, params }) => {
    const { issuedAt, consents, ...why } = await whyVoucher(house, params.id, await personIn(house, req))
    const dated = consents.map(({ at, ...one }) => ({ ...one, at: iso(at) }))
    return { status: 200, body: { ...why, issuedAt: iso(issuedAt), consents: dated } }
  },
  meExport: async (house, { req }) => {
    const customerId = requireStep(await peekSession(house, tokenOf(req)), 'export')
    const { token, expiresAt } = await makeExport(house, customerId)
    return { status: 201, body: { token, expiresAt: iso(expiresAt) } }
  },
  meDownload: async (house, { body, res }) => {
    const { name, bytes } = await openExport(house, body.token)
    res.setHeader('Content-Disposition', `attachment; filename="${name}"`)
    res.setHeader('Cache-Control', 'no-store')
    res.type('application/zip').send(Buffer.from(bytes))
    return { status: 200, sent: true }
  },
  meObject: async (house, { req, body }) => {
    const actor = actorOf(await peekSession(house, tokenOf(req)))
    const customerId = body.lift ? await steppedIn(house, req) : await personIn(house, req)
    await (body.lift ? liftObjectionOf : object)(house, customerId, body.purpose, actor)
    return { status: 204 }
  },
  meRestrict: async (house, { req, body }) => {
    const session = await peekSession(house, tokenOf(req))
    const customerId = body.restrict ? personOf(session) : await steppedIn(house, req)
    await (body.restrict ? restrict : liftRestriction)(house, customerId, actorOf(session))
    return { status: 204 }
  },
  meSnooze: async (house, { req, body }) => {
    const session = await peekSession(house, tokenOf(req))
    if (body.until === null) await endSnooze(house, requireStep(session, 'grant'), actorOf(session))
    else await snooze(house, personOf(session), body.until, actorOf(session))
    return { status: 204 }
  },
  meRectify: async (house, { req, body }) => {
    const session = await peekSession(house, tokenOf(req))
    const stepped = session.step === 'rectify'
    return { status: 200, body: await rectify(house, personOf(session), body, { stepped }) }
  },
  meErasePreview: async (house, { req }) => ({
    status: 200,
    body: await previewErasure(house, await personIn(house, req)),
  }),
  meErase: async (house, { req }) => {
    const session = await peekSession(house, tokenOf(req))
    const customerId = requireStep(session, 'erase')
    const { certificate, jws } = await erasePerson(house, customerId, actorOf(session), 'centre')
    return { status: 200, body: { certificate, jws } }
  },
  meRequests: async (house, { req }) => {
    const lines = await requestsOf(house, await personIn(house, req))
    return { status: 200, body: { data: lines.map(onWire) } }
  },
  meAskFor: async (house, { req, body }) => {
    const customerId = await personIn(house, req)
    const id = await askFor(house, customerId, { kind: body.kind, via: 'centre' })
    const lines = await requestsOf(house, customerId)
    const line = lines.find((one) => one.id === id)
    if (line === undefined) throw new Refusal('request.unknown')
    return { status: 201, body: onWire(line) }
  },
}

/** The bearer token of a session; anything else in its place is no session. */
function tokenOf(req: Request): string {
  const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(req.headers.authorization ?? '')?.[1]
  if (token === undefined) throw new Refusal('request.unauthenticated', { detail: 'Send the session as bearer token' })
  return token
}

const personIn = async (house: House, req: Request): Promise<string> => personOf(await peekSession(house, tokenOf(req)))

/** Where more of her data is to be used than before: a link alone, which may have been passed on, is not enough. */
const steppedIn = async (house: House, req: Request): Promise<string> =>
  requireStep(await peekSession(house, tokenOf(req)), 'grant')

async function consentsOf({ store, clock }: House, customerId: string) {
  const now = clock.now()
  const notice = await noticeInForce(store.read, now)
  const version = await consentsVersion(store.read, customerId)
  const until = await snoozedUntil(store.read, customerId, now)
  const cells = await cellsOf(store.read, customerId, now)
  return { noticeVersion: notice?.version ?? null, version, snoozedUntil: isoOrNull(until), cells }
}

/** People are told apart by their given names, which only those who have the address get to see. */
async function shown(house: House, { next, expiresAt, customerId, profiles, step }: Moved) {
  const known = await profilesOf(house, profiles)
  const labelled = profiles.map((id) => ({ customerId: id, label: known.get(id)?.givenName ?? '' }))
  return { session: next, expiresAt: iso(expiresAt), customerId, profiles: labelled, step }
}
