// The house keeps its rules: imports flow one way, packages have their keepers, and the check itself can see a breach.
import { describe, expect, it } from 'vitest'
import { checkImports, layersOf } from '../scripts/check-imports.ts'

describe('the house', () => {
  it('breaks no rule of its own', () => {
    expect(checkImports()).toEqual([])
  })

  it('sees a breach when there is one', () => {
    const breach = (from: string, to: string, isPackage = false) => layersOf({ from, to, isPackage })
    expect(breach('shared/money.ts', 'luxon', true)).toEqual([
      'shared/money.ts imports luxon; shared imports zod and nothing else.',
    ])
    expect(breach('server/domain/budget/move.ts', 'server/domain/vouchers/issue.ts')[0]).toContain(
      'vouchers lies downstream of budget',
    )
    expect(breach('server/domain/vouchers/issue.ts', 'server/domain/budget/queries.ts')[0]).toContain(
      'is for budget alone',
    )
    expect(breach('server/domain/vouchers/issue.ts', 'db/tables/budget.ts')[0]).toContain('belong to that room')
    expect(breach('server/domain/vouchers/issue.ts', 'express', true)[0]).toContain('express')
    expect(breach('web/main.tsx', 'server/core/ids.ts')[0]).toContain('web may import web, shared only')
    expect(breach('web/privacy/layout.ts', 'server/core/ids.ts')[0]).toContain(
      'web/privacy may import web/privacy, shared',
    )
    expect(breach('server/domain/privacy/why.ts', 'web/privacy/html.ts')[0]).toContain('server/domain may import')
    expect(breach('server/http/routes/pages.ts', 'web/privacy/layout.ts')).toEqual([])
    expect(breach('db/open.ts', 'server/core/ids.ts')[0]).toContain('db may import db, shared only')
    expect(breach('server/domain/vouchers/issue.ts', 'server/domain/budget/move.ts')).toEqual([])
  })
})
