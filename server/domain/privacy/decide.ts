// Records what somebody decides about consent, with everything that follows from it, in one transaction.
import { cellsOf, consentsVersion, showAct } from '#consent/cells.ts'
import { recordDecisions } from '#consent/record.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { findCustomer } from '#customers/find.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { RecordConsents } from '#shared/contracts/consent.ts'
import type { Scope } from '#shared/kinds.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { askGuardian, keepGuardian } from './ask-guardian.ts'
import { settleWithdrawal } from './withdraw.ts'

export interface Actor {
  id: string
  scopes: ReadonlySet<Scope>
}

/**
 * Answers the id of the act, by which `showRecorded` finds it again. Refuses an unknown customer, and what
 * consent/record.ts refuses. An import grants only with evidence and the right to import (decisions.md, 24).
 */
export async function recordConsents(house: House, tx: Tx, body: RecordConsents, actor: Actor): Promise<string> {
  const customer = await findCustomer(tx, house.secrets, body.customerReference)
  if (customer === null) throw new Refusal('customer.unknown')
  const mayGrant = body.method !== 'import' || (body.evidence !== undefined && actor.scopes.has('consents.import'))
  if (body.guardianEmail !== undefined) await keepGuardian(house, tx, customer.id, body.guardianEmail)
  const { actId, events, withdrawn } = await recordDecisions(tx, {
    customerId: customer.id,
    noticeVersion: body.noticeVersion,
    locale: body.locale,
    method: body.method,
    actor: actor.id,
    evidenceSealed: await sealEvidence(house, customer.id, body.evidence),
    verified: body.contactVerified,
    requestOnly: !mayGrant,
    labelsSha256: body.labelsSha256 ?? null,
    surface: body.surface ?? null,
    claimedAt: body.claimedAt === undefined ? null : Date.parse(body.claimedAt),
    ifVersion: body.ifVersion,
    decisions: body.decisions,
  })
  await settleWithdrawal(tx, customer.id, withdrawn)
  await askWhoeverHasToConfirm(house, tx, customer.id, body.locale, events)
  return actId
}

/** Mails the links that turn what waits into what is granted: to the person, and to a minor's guardian. */
async function askWhoeverHasToConfirm(
  house: House,
  tx: Tx,
  customerId: string,
  locale: string,
  events: readonly { stateAfter: string }[],
): Promise<void> {
  const waits = (state: string) => events.some(({ stateAfter }) => stateAfter === state)
  if (waits('pending_doi')) await askConfirmation(house, tx, { customerId, locale })
  if (waits('pending_guardian')) await askGuardian(house, tx, customerId, locale)
}

export const showRecorded = (q: Queries, actId: string) => showAct(q, actId)

export async function showConsents({ store, secrets, clock }: House, customerReference: string) {
  const customer = await findCustomer(store.read, secrets, customerReference)
  if (customer === null) throw new Refusal('customer.not_found')
  const version = await consentsVersion(store.read, customer.id)
  return { customerReference, version, cells: await cellsOf(store.read, customer.id, clock.now()) }
}

/** Reads a key, which is a query like any other, though it goes to the place where keys lie apart. */
export async function sealEvidence(
  house: House,
  customerId: string,
  evidence: string | undefined,
): Promise<string | null> {
  if (evidence === undefined) return null
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  if (key === undefined) throw new Refusal('customer.erased')
  return key.seal('evidence', evidence)
}
