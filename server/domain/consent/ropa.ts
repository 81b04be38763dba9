// The register of processing activities: every purpose × channel × category that the notice in force permits, in DPV's terms.
import type { Queries } from '#db/store.ts'
import { basisTerms, dataTerms } from '#shared/data-terms.ts'
import { measures } from '#shared/measures.ts'
import { noticeInForce } from './notice.ts'
import { showPurposes } from './purposes.ts'

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
    measures: Object.values(measures),
  }
}
export type Register = Awaited<ReturnType<typeof registerOfProcessing>>
