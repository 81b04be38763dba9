// Turkish words about reports and comparisons.
import type { reports as english } from '../en/reports.ts'
import type { Words } from '../shape.ts'

export const reports = {
  title: 'Raporlar',
} satisfies Words<typeof english>
