// A decision as a consent record of ISO/IEC TS 27560 in the terms of the W3C Data Privacy Vocabulary (JSON-LD with its context
// inline, so that nothing has to be fetched to read it), and as a Kantara receipt, its ancestor. Pure.
import type { ConsentEvent } from '#consent/history.ts'
import type { Purpose } from '#consent/purposes.ts'
import { iso } from '#core/clock.ts'
import { dataTerms, statusTerms } from '#shared/data-terms.ts'
import type { Category, CellState } from '#shared/kinds.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface Shown {
  controller: {
    name: string
    address: string
    contact: string
    country?: string | undefined
    responsible?: { name: string; contact: string } | undefined
    authority?: { name: string; contact: string } | undefined
  }
  scope: readonly {
    purpose: string
    channel: string
    category: string
    retentionMonths: number
    recipients: string[]
  }[]
}
export interface RecordParts {
  publicUrl: string
  /** Of one act: one purpose on one channel. */
  events: readonly ConsentEvent[]
  purpose: Purpose | undefined
  notice: Shown
}

export const CONTEXT: Record<string, string> = {
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  vs: 'urn:vouchsafe:terms#',
}
export const CONFORMS_TO = 'ISO/IEC TS 27560:2023'

const RIGHTS = ['A7-3', 'A13', 'A15', 'A16', 'A17', 'A18', 'A20', 'A21', 'A77'].map((article) => `eu-gdpr:${article}`)
const renewed: readonly string[] = ['granted', 'expired', 'reconsent_required']

/** The events of an act, one group for each purpose on each channel, in the order of their ids. */
export function groupsOf(events: readonly ConsentEvent[]): ConsentEvent[][] {
  return [...Map.groupBy(events, ({ purpose, channel }) => `${purpose} ${channel}`).values()]
}

export function consentRecord({ publicUrl, events, purpose, notice }: RecordParts): Json {
  const [first] = events
  if (first === undefined) throw new Error('a record is of at least one event')
  const subject = `urn:vouchsafe:subject:${first.customerId}`
  const cells = notice.scope.filter((cell) => cell.purpose === first.purpose && cell.channel === first.channel)
  const recipients = [...new Set(cells.flatMap((cell) => cell.recipients))].sort()
  const months = Math.max(0, ...cells.map(({ retentionMonths }) => retentionMonths))
  const id = `${publicUrl}/consent-records/${first.id}`
  return {
    '@id': id,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': CONFORMS_TO,
    'dct:identifier': first.id,
    'dpv:hasDataSubject': { '@id': subject },
    'dpv:hasNotice': {
      '@id': `${publicUrl}/notices/${first.noticeVersion}?lang=${first.locale}`,
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': `sha256:${first.textSha256}`,
      ...(first.labelsSha256 === null ? {} : { 'vs:labels': `sha256:${first.labelsSha256}` }),
    },
    'dct:language': first.locale,
    'dpv:hasPurpose': {
      '@id': `${publicUrl}/purposes/${first.purpose}`,
      '@type': purpose?.dpv ?? 'dpv:DirectMarketing',
      'dct:identifier': first.purpose,
      'dct:title': purpose?.title ?? first.purpose,
    },
    'dpv:hasLegalBasis': { '@id': 'dpv:ExplicitlyExpressedConsent' },
    'dpv:hasPersonalData': events.map(({ category }) => ({
      '@type': termOf(category),
      'dct:identifier': category,
      'dpv:hasNecessity': { '@id': 'dpv:Optional' },
    })),
    'dpv:hasProcessing': [{ '@id': 'dpv:Collect' }, { '@id': 'dpv:Use' }],
    'dpv:hasDataSource': { '@id': 'dpv:DataSubjectDataSource' },
    'dpv:hasDataController': controllerOf(publicUrl, notice.controller),
    ...authorityOf(notice.controller),
    'dpv:hasRecipient': recipients.map((name) => ({ '@type': 'dpv:ThirdParty', 'dpv:hasName': name })),
    'dpv:hasStorageCondition': {
      'dpv:hasDuration': `P${months}M`,
      'dpv:hasLocation': notice.controller.country ?? 'EU',
    },
    'dpv:hasJurisdiction': notice.controller.country ?? 'EU',
    'dpv:hasRight': RIGHTS.map((right) => ({ '@id': right })),
    'dpv:hasConsentControl': { '@type': 'dpv:WithdrawConsent', 'dpv:isExercisedAt': `${publicUrl}/privacy` },
    'vs:channel': first.channel,
    'dpv:hasConsentStatus': { '@id': statusOf(events.at(-1) ?? first) },
    'dct:hasPart': events.map((event) => eventPart(event, subject)),
  }
}

function eventPart(event: ConsentEvent, subject: string): Json {
  const acted = actorOf(event, subject)
  return {
    'dct:identifier': event.id,
    'dct:date': { '@value': iso(event.at), '@type': 'xsd:dateTime' },
    ...(event.validTo === null ? {} : { 'dct:valid': iso(event.validTo).slice(0, 10) }),
    ...(event.requestedAt === null
      ? {}
      : { 'dct:dateSubmitted': { '@value': iso(event.requestedAt), '@type': 'xsd:dateTime' } }),
    'dpv:isIndicatedBy': { '@id': acted },
    'dpv:isIndicatedAtTime': { '@value': iso(event.at), '@type': 'xsd:dateTime' },
    'dpv:hasConsentStatus': { '@id': statusOf(event) },
    'vs:category': event.category,
    'vs:decision': event.decision,
    'vs:method': event.method,
    ...(event.surface === null ? {} : { 'vs:surface': event.surface }),
    'vs:stateBefore': event.stateBefore,
    'vs:stateAfter': event.stateAfter,
  }
}

/** Who said it; a shop that records what somebody told it records her word. */
function actorOf({ actor, customerId }: ConsentEvent, subject: string): string {
  if (actor === 'guardian') return `urn:vouchsafe:guardian-of:${customerId}`
  return ['system', 'clock', 'operator'].includes(actor) ? 'urn:vouchsafe:controller' : subject
}

function statusOf({ stateBefore, stateAfter, decision }: ConsentEvent): string {
  const isAgain = stateAfter === 'granted' && decision === 'grant' && renewed.includes(stateBefore)
  return isAgain ? 'dpv:RenewedConsentGiven' : (statusTerms[stateAfter as CellState] ?? 'dpv:ConsentUnknown')
}

function termOf(category: string): string {
  return dataTerms[category as Category]?.dpv ?? 'dpv:PersonalData'
}

function controllerOf(publicUrl: string, controller: Shown['controller']): Json {
  const { name, address, contact, responsible } = controller
  return {
    '@id': `${publicUrl}/#controller`,
    '@type': 'dpv:LegalEntity',
    'dpv:hasName': name,
    'dpv:hasAddress': address,
    'dpv:hasContact': contact,
    ...(responsible === undefined
      ? {}
      : { 'dpv:hasRepresentative': { 'dpv:hasName': responsible.name, 'dpv:hasContact': responsible.contact } }),
  }
}

/** Whom she may complain to, where the notice that she was shown named it. */
function authorityOf({ authority }: Shown['controller']): { [key: string]: Json } {
  if (authority === undefined) return {}
  const { name, contact } = authority
  const said = { '@type': 'dpv:DataProtectionAuthority', 'dpv:hasName': name, 'dpv:hasContact': contact }
  return { 'dpv:hasAuthority': said }
}

/** Kantara Consent Receipt v1.1; one service for each purpose on each channel. */
export function kantaraReceipt(id: string, groups: readonly RecordParts[]): Json {
  const [first] = groups
  const event = first?.events[0]
  if (first === undefined || event === undefined) throw new Error('a receipt is of at least one event')
  const { controller } = first.notice
  return {
    version: 'KI-CR-v1.1.0',
    jurisdiction: controller.country ?? 'EU',
    consentTimestamp: Math.floor(event.at / 1000),
    collectionMethod: event.method,
    consentReceiptID: id,
    language: event.locale,
    piiPrincipalId: event.customerId,
    piiControllers: [
      {
        piiController: controller.name,
        contact: controller.responsible?.name ?? controller.name,
        address: controller.address,
        email: controller.responsible?.contact ?? controller.contact,
        phone: '',
      },
    ],
    policyUrl: `${first.publicUrl}/notices/${event.noticeVersion}`,
    services: groups.map(({ events, purpose, notice, publicUrl }) => {
      const [one] = events
      const cells = notice.scope.filter(({ purpose, channel }) => purpose === one?.purpose && channel === one.channel)
      const recipients = [...new Set(cells.flatMap((cell) => cell.recipients))].sort()
      return {
        service: one?.channel ?? '',
        purposes: [
          {
            purpose: purpose?.title ?? one?.purpose ?? '',
            purposeCategory: [purpose?.dpv ?? 'dpv:DirectMarketing'],
            consentType: 'EXPLICIT',
            piiCategory: events.map(({ category }) => category),
            primaryPurpose: false,
            termination: `${publicUrl}/privacy`,
            thirdPartyDisclosure: recipients.length > 0,
            ...(recipients.length > 0 ? { thirdPartyName: recipients.join(', ') } : {}),
          },
        ],
      }
    }),
    sensitive: false,
    spiCat: [],
  }
}
