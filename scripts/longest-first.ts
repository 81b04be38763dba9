/** The order of a test run: whatever takes long begins first, so that no worker is left alone with it at the end. */
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The slow ones, slowest first. What is not named here follows, the larger file first; a name that is no more does no harm. */
const LONG = [
  'server/acceptance/adventureworks',
  'server/acceptance/torture',
  'server/acceptance/bad-input',
  'server/acceptance/bulk',
  'web/console-pages',
  'server/acceptance/races',
  'web/console-desk',
  'web/privacy',
  'server/acceptance/torture-delivery',
  'server/acceptance/restore',
  'server/acceptance/start-stop',
  'server/acceptance/complete-journey',
  'web/reports',
  'web/console',
  'server/audit/leaving',
  'web/console-life',
  'server/domain/reports/roll-up',
  'server/domain/reports/equal-numbers',
  'server/domain/reports/adversary',
  'server/domain/delivery/dispatch',
  'server/domain/segments/laws',
  'server/domain/consent/masks',
  'scripts/import-voucherify',
  'server/jobs/webhooks',
]
const places = new Map(LONG.map((name, place) => [`${name}.test.ts`, place]))

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config
    const placeOf = ({ moduleId }: TestSpecification) => places.get(relative(root, moduleId)) ?? LONG.length
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}
