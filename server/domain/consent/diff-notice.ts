// What one notice changes against the one before it, and which changes need people to agree anew; pure.
import type { Cell, Controller, NoticeChange } from '#shared/contracts/consent.ts'
import type { Category, Channel } from '#shared/kinds.ts'

export interface ScopeCell {
  purpose: string
  channel: Channel
  category: Category
  retentionMonths: number
  recipients: string[]
}
export interface NoticeContent {
  controller: Controller
  /** locale → hash of the text. */
  texts: Map<string, string>
  scope: ScopeCell[]
}

/** Material: what nobody may be taken to have agreed to (consent.md, 6). Less use and other words are told, no more. */
export function diffNotice(before: NoticeContent | null, after: NoticeContent): NoticeChange[] {
  const old = before ?? { controller: after.controller, texts: new Map(), scope: [] }
  const oldCells = new Map(old.scope.map((one) => [keyOf(one), one]))
  const newCells = new Map(after.scope.map((one) => [keyOf(one), one]))
  return [
    ...diffController(old.controller, after.controller),
    ...after.scope.flatMap((one) => diffCell(oldCells.get(keyOf(one)), one)),
    ...old.scope
      .filter((one) => !newCells.has(keyOf(one)))
      .map((one) => ({ kind: 'cell_removed', material: false, cell: cellOf(one) })),
    ...diffTexts(old.texts, after.texts),
  ]
}

/** cell → the oldest version that means the same; `sinceBefore` says it of the notice before. */
export function sinceVersions(
  version: number,
  scope: ScopeCell[],
  changes: NoticeChange[],
  sinceBefore: Map<string, number>,
): Map<string, number> {
  const everything = changes.some(({ material, cell }) => material && cell === undefined)
  const touched = new Set(changes.flatMap(({ material, cell }) => (material && cell ? [keyOf(cell)] : [])))
  return new Map(
    scope.map((one) => {
      const key = keyOf(one)
      const isNew = everything || touched.has(key)
      return [key, isNew ? version : (sinceBefore.get(key) ?? version)]
    }),
  )
}

/** One word for a cell. */
export const keyOf = ({ purpose, channel, category }: { purpose: string; channel: string; category: string }): string =>
  `${purpose} ${channel} ${category}`
const cellOf = ({ purpose, channel, category }: ScopeCell): Cell => ({ purpose, channel, category })

function diffController(before: NoticeContent['controller'], after: NoticeContent['controller']): NoticeChange[] {
  if (before.name !== after.name) return [{ kind: 'controller_changed', material: true, detail: after.name }]
  if ((before.country ?? null) !== (after.country ?? null) && after.country !== undefined) {
    return [{ kind: 'country_changed', material: true, detail: `${before.country ?? '?'} → ${after.country}` }]
  }
  const same =
    before.address === after.address &&
    before.contact === after.contact &&
    before.responsible?.name === after.responsible?.name &&
    before.responsible?.contact === after.responsible?.contact &&
    before.authority?.name === after.authority?.name &&
    before.authority?.contact === after.authority?.contact
  return same ? [] : [{ kind: 'controller_details', material: false }]
}

function diffCell(before: ScopeCell | undefined, after: ScopeCell): NoticeChange[] {
  const cell = cellOf(after)
  if (before === undefined) return [{ kind: 'cell_added', material: true, cell }]
  const changes: NoticeChange[] = []
  if (before.retentionMonths !== after.retentionMonths) {
    const longer = after.retentionMonths > before.retentionMonths
    const detail = `${before.retentionMonths} → ${after.retentionMonths} months`
    changes.push({ kind: longer ? 'retention_longer' : 'retention_shorter', material: longer, cell, detail })
  }
  for (const detail of after.recipients.filter((one) => !before.recipients.includes(one))) {
    changes.push({ kind: 'recipient_added', material: true, cell, detail })
  }
  for (const detail of before.recipients.filter((one) => !after.recipients.includes(one))) {
    changes.push({ kind: 'recipient_removed', material: false, cell, detail })
  }
  return changes
}

function diffTexts(before: Map<string, string>, after: Map<string, string>): NoticeChange[] {
  const locales = [...new Set([...before.keys(), ...after.keys()])].sort()
  return locales.flatMap((detail) => {
    if (before.get(detail) === after.get(detail)) return []
    const kind = !before.has(detail) ? 'text_added' : after.has(detail) ? 'text_changed' : 'text_removed'
    return [{ kind, material: false, detail }]
  })
}
