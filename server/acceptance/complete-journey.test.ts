/** What it must show, 2: a year of real redemptions as single-use vouchers, accepted and refused as a truth made elsewhere. */
import { beforeAll, describe, expect, test } from 'vitest'
import { realData, sayAbsent } from '../../scripts/replay/real-data.ts'
import {
  type CompleteJourney,
  type JourneyFindings,
  readCompleteJourney,
  replayCompleteJourney,
  START,
  worthOf,
} from '../../scripts/replay-complete-journey.ts'
import { withServer } from '../test-server.ts'
import { checkBooks } from './books.ts'

const folder = realData('complete_journey')

describe('Complete Journey over HTTP', () => {
  if (folder === undefined) {
    test('does not run without the data', () => sayAbsent('complete_journey'))
    return
  }
  let data: CompleteJourney
  let found: JourneyFindings
  let wrong: string[]

  beforeAll(async () => {
    data = await readCompleteJourney(folder)
    found = await withServer({ engine: 'sqlite', clock: START }, async (server) => {
      const findings = await replayCompleteJourney({ shop: server, say: () => {}, memory: server.memory }, data)
      wrong = await checkBooks(server)
      return findings
    })
  })

  test('the books are in order', () => {
    expect(wrong).toEqual([])
  })

  test('each coupon of a household is taken once and then refused as redeemed', () => {
    const { accepted, rejected } = data.truth.strict_single_use_replay
    expect([accepted, rejected]).toEqual([2075, 27])
    expect(found.answers).toEqual({ '201': accepted, '409 voucher.already_redeemed': rejected })
  })

  test('every campaign answers and reports as the truth says, to the cent', () => {
    expect(found.campaigns.length).toBe(data.truth.campaigns.length)
    for (const truth of data.truth.campaigns) {
      const campaign = found.campaigns.find((one) => one.campaignId === truth.campaign_id)
      const accepted = truth.accepted_in_strict_replay
      const again = truth.redemptions - accepted
      expect(campaign?.answers, `answers of campaign ${truth.campaign_id}`).toEqual({
        ...(accepted > 0 ? { '201': accepted } : {}),
        ...(again > 0 ? { '409 voucher.already_redeemed': again } : {}),
      })
      const spentMinor = accepted * worthOf(truth.campaign_id)
      expect(campaign?.report, `report of campaign ${truth.campaign_id}`).toEqual({
        issued: accepted,
        redeemed: accepted,
        discountMinor: spentMinor,
        spentMinor,
      })
    }
  })
})
