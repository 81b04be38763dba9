// The register of processing activities: every purpose × channel × category that the notice in force permits, in DPV's terms.
import type { Queries } from '#db/store.ts'
import { basisTerms, dataTerms } from '#shared/data-terms.ts'
import { noticeInForce } from './notice.ts'
import { showPurposes } from './purposes.ts'

/** What the house does for security, as the register has to say. */
const MEASURES = [
  'identifiers sealed with AES-256-GCM under a key of each customer, kept apart from the data',
  'erasure by destroying that key',
  'addresses looked up by keyed fingerprints',
  'consent asked again at the moment of issue and of dispatch',
  'every consent event in an append-only signed ledger',
]

export async function registerOfProcessing(q: Queries, now: number) {
  const notice = await noticeInForce(q, now)
  const scope = notice?.scope ?? []
  const purposes = await showPurposes(q, [...new Set(scope.map(({ purpose }) => purpose))])
  const byKey = new Map(purposes.map((one) => [one.key, one]))
  return {
    controller: notice?.controller ?? null,
    noticeVersion: notice?.version ?? null,
    activities: scope.flatMap(({ purpose: key, channel, category, recipients, retentionMonths }) => {
      const purpose = byKey.get(key)
      if (purpose === undefined) return []
      const { title, legalBasis, dpv, fides, justification, stoppedAt } = purpose
      const term = dataTerms[category]
      return [
        {
          ...{ purpose: key, title, legalBasis, dpv, basisTerm: basisTerms[legalBasis], fides, justification },
          ...{ dataSubjects: 'customers', channel, category, recipients, retentionMonths, stoppedAt },
          ...{ categoryDpv: term.dpv, categoryFides: term.fides, sensitivity: term.sensitivity },
        },
      ]
    }),
    measures: MEASURES,
  }
}
export type Register = Awaited<ReturnType<typeof registerOfProcessing>>
