// Imports that outlive their connections: begun once, sent as often as it takes, and each line taken exactly once.
import { randomUUID } from 'node:crypto'
import { audit } from '#access/audit.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import type { FollowImport } from '#customers/import.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { RowRead } from '#shared/contracts/customers.ts'
import type { ImportKind, ImportProgress, NewImport } from '#shared/contracts/imports.ts'
import { importKindOf } from './imports/all.ts'
import type { Sender } from './imports/kind.ts'
import { meant } from './imports/read-cells.ts'
import {
  advanceImport,
  type ErrorRow,
  errorsAfter,
  finishImport,
  type ImportRow,
  importRowOf,
  importsBefore,
  insertImport,
  takeImport,
} from './queries-imports.ts'

/** Answers its id, by which it is gone on with. 403 for a sender who may not write what it writes; 400 for columns that
 * name no field. */
export async function beginImport(house: House, tx: Tx, asked: NewImport, sender: Sender): Promise<string> {
  const kind = importKindOf[asked.kind]
  mayImport(asked.kind, sender)
  const errors = Object.entries(asked.columns).flatMap(([name, { field }]) =>
    field === null || isField(asked.kind, field) ? [] : [{ path: `columns.${name}`, message: `${field} is no field` }],
  )
  if (errors.length > 0) throw new Refusal('request.invalid', { errors: errors.slice(0, 50) })
  await kind.check?.(house, asked)
  const id = newId('import', tx.now)
  const dates = { createdAt: tx.now, updatedAt: tx.now }
  const settings = JSON.stringify(asked)
  await insertImport(tx, { id, kind: asked.kind, settings, state: 'open', madeBy: sender.id, ...dates })
  await audit(tx, { actor: sender.id, action: 'import.begun', subject: id, detail: { kind: asked.kind } })
  return id
}

function mayImport(kind: ImportKind, sender: Sender): void {
  const { scope } = importKindOf[kind]
  if (!sender.scopes.has(scope))
    throw new Refusal('request.forbidden', { detail: ['This import needs the scope {{scope}}', { scope }] })
}

/** Whether rows of this kind have such a field. */
export const isField = (kind: ImportKind, name: string): boolean =>
  Object.hasOwn(importKindOf[kind].fields, name) || (kind === 'customers' && /^attributes\..+/.test(name))

/** What the file is read with: which columns it may have, and what stands between its cells. */
export async function openImport(q: Queries, id: string, sender: Sender) {
  const row = await importRowOf(q, id)
  if (row === null) throw new Refusal('import.not_found')
  const kind = row.kind as ImportKind
  mayImport(kind, sender)
  const settings = JSON.parse(row.settings) as NewImport
  const isColumn = (name: string) => Object.hasOwn(settings.columns, name) || isField(kind, name)
  return { isColumn, delimiter: settings.delimiter }
}

/**
 * Takes the rows behind the last line that stands; the same file is sent again from its beginning, whatever became of the
 * connection or of the server. What a page has come to is written in the page's own transaction, so nothing is lost or
 * doubled. Whoever sends last is at it: an earlier sender is told `import.taken_over` (409). A finished one is only shown.
 */
export async function importInto(
  house: House,
  id: string,
  rows: AsyncIterable<RowRead>,
  sender: Sender,
): Promise<ImportProgress> {
  const { store } = house
  const holder = randomUUID()
  const row = await store.write((tx) => takeImport(tx, id, holder))
  if (row === null) return showImport(store.read, id)
  const kind = importKindOf[row.kind as ImportKind]
  const settings = JSON.parse(row.settings) as NewImport
  let stands = row.line
  const follow: FollowImport = async (tx, { line, read, created, updated, wrong }) => {
    const from = stands
    const told: ErrorRow[] = onePerLine(wrong)
    const step = { id, holder, from, to: line, read, created, updated, wrong: told }
    if (!(await advanceImport(tx, step))) throw new Refusal('import.taken_over')
    tx.afterCommit(() => {
      stands = line
    })
  }
  await kind.run(house, meant(rows, settings, row.line), { sender, settings, follow })
  await store.write((tx) => finishImport(tx, id, holder))
  return showImport(store.read, id)
}

const onePerLine = (
  wrong: { line: number; code: string; path?: string | undefined; message: string }[],
): ErrorRow[] => [
  ...new Map(
    wrong.map(({ line, code, path = '', message }) => [line, { line, code, path, message: message.slice(0, 300) }]),
  ).values(),
]

/** 404 `import.not_found`. */
export async function showImport(q: Queries, id: string): Promise<ImportProgress> {
  const row = await importRowOf(q, id)
  if (row === null) throw new Refusal('import.not_found')
  return shown(row)
}

export async function listImports(q: Queries, page: { limit: number; cursor?: string | undefined }) {
  const rows = await importsBefore(q, page.cursor, page.limit + 1)
  const data = rows.slice(0, page.limit).map(shown)
  return { data, nextCursor: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}

function shown(row: ImportRow): ImportProgress {
  const { id, line, read, created, updated, rejected } = row
  return {
    id,
    kind: row.kind as ImportKind,
    state: row.state as ImportProgress['state'],
    line,
    read,
    created,
    updated,
    rejected,
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
    finishedAt: isoOrNull(row.finishedAt),
  }
}

/** The same a page at a time; a cursor is the last line that was told. 404 `import.not_found`. */
export async function listImportErrors(q: Queries, id: string, page: { limit: number; cursor?: number | undefined }) {
  await showImport(q, id)
  const rows = await errorsAfter(q, id, page.cursor ?? -1, page.limit + 1)
  const data = rows.slice(0, page.limit)
  return { data, nextCursor: rows.length > page.limit ? String(data.at(-1)?.line) : null }
}

const ERRORS_AT_ONCE = 1000

/** What was wrong, by line; never what stood there. */
export async function* importErrorsOf(q: Queries, id: string): AsyncGenerator<ErrorRow[]> {
  for (let line = -1; ; ) {
    const rows = await errorsAfter(q, id, line, ERRORS_AT_ONCE)
    if (rows.length > 0) yield rows
    if (rows.length < ERRORS_AT_ONCE) return
    line = rows.at(-1)?.line ?? line
  }
}
