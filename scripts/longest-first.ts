/** The order of a test run: whatever takes long begins first, so that no worker is left alone with it at the end. */
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The slow ones, slowest first. What is not named here follows, the larger file first; a name that is no more does no harm. */
const LONG = [
  'server/acceptance/adventureworks',
  'server/acceptance/torture',
  'server/acceptance/bulk',
  'web/console-pages',
  'web/console-desk',
  'server/acceptance/races',
  'server/acceptance/bad-input',
  'web/console',
  'web/privacy',
  'server/audit/leaving',
  'web/reports',
  'server/acceptance/restore',
  'server/domain/reports/adversary',
  'server/acceptance/start-stop',
  'web/console-life',
  'server/acceptance/complete-journey',
  'server/domain/reports/roll-up',
  'server/domain/access/team',
]
const places = new Map(LONG.map((name, place) => [`${name}.test.ts`, place]))

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config
    const placeOf = ({ moduleId }: TestSpecification) => places.get(relative(root, moduleId)) ?? LONG.length
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}
