// Doors of imports: what a file's columns mean, its rows as often as it takes, how far it is, and what was wrong.
import { stringify } from 'csv-stringify/sync'
import { guessColumns } from '#connectors/guess-columns.ts'
import {
  beginImport,
  importErrorsOf,
  importInto,
  listImportErrors,
  listImports,
  openImport,
  showImport,
} from '#connectors/import-rows.ts'
import type { House } from '#core/house.ts'
import { writeThenShow } from '../answers.ts'
import type { Call, Routes } from '../endpoint.ts'
import { linesIn } from '../field-language.ts'
import { languageOf } from '../refusal-language.ts'
import { readRows } from '../rows.ts'

type Names =
  | 'guessImport'
  | 'createImport'
  | 'listImports'
  | 'getImport'
  | 'importRows'
  | 'listImportErrors'
  | 'importErrors'

const LOOK_EVERY_MS = 500

export const importRoutes: Routes<Names> = {
  guessImport: async (_house, { body }) => ({ status: 200, body: guessColumns(body.kind, body.sample) }),
  createImport: (house, call) =>
    writeThenShow(
      house,
      call,
      201,
      (tx) => beginImport(house, tx, call.body, call.principal),
      (id) => showImport(house.store.read, id),
    ),
  listImports: async ({ store }, { query }) => ({ status: 200, body: await listImports(store.read, query) }),
  getImport: async (house, call) => {
    const now = await showImport(house.store.read, call.params.id)
    if (call.req.accepts(['application/json', 'text/event-stream']) !== 'text/event-stream')
      return { status: 200, body: now }
    await follow(house, call)
    return { status: 200, sent: true }
  },
  importRows: async (house, { params, principal, req }) => {
    const { isColumn, delimiter } = await openImport(house.store.read, params.id, principal).catch((error) => {
      // A client that is still sending could not read the refusal otherwise.
      req.resume()
      throw error
    })
    const rows = readRows(req, req.headers['content-type'] ?? '', isColumn, delimiter)
    return { status: 200, body: await importInto(house, params.id, rows, principal) }
  },
  listImportErrors: async ({ store }, { params, query, req }) => {
    const { data, nextCursor } = await listImportErrors(store.read, params.id, query)
    return { status: 200, body: { data: linesIn(languageOf(req.headers['accept-language']), data), nextCursor } }
  },
  importErrors: async ({ store }, { params, req, res }) => {
    await showImport(store.read, params.id)
    const language = languageOf(req.headers['accept-language'])
    res.setHeader('Content-Language', language)
    res.status(200).type('text/csv').setHeader('Content-Disposition', `attachment; filename="${params.id}-errors.csv"`)
    res.write(stringify([['line', 'code', 'path', 'message']]))
    for await (const rows of importErrorsOf(store.read, params.id)) {
      const lines = linesIn(language, rows).map(({ line, code, path, message }) => [line, code, path, message])
      // Whoever reads slowly is waited for.
      if (!res.write(stringify(lines, { escape_formulas: true })))
        await new Promise((resolve) => void res.once('drain', resolve).once('close', resolve))
      if (res.destroyed) break
    }
    res.end()
    return { status: 200, sent: true }
  },
}

/** Tells how far it is whenever that has changed, and ends with the import. */
async function follow({ store, log }: House, { params, req, res }: Call<'getImport'>): Promise<void> {
  res.status(200).type('text/event-stream').setHeader('Cache-Control', 'no-store')
  res.flushHeaders()
  let last = ''
  let isBusy = false
  const look = async () => {
    if (isBusy) return
    isBusy = true
    try {
      const progress = await showImport(store.read, params.id)
      const text = JSON.stringify(progress)
      if (text !== last) res.write(`event: import\ndata: ${text}\n\n`)
      last = text
      if (progress.state === 'finished') end()
    } catch (error) {
      log.warn({ error: String(error).slice(0, 200) }, 'the progress of an import could not be read')
    } finally {
      isBusy = false
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  const end = () => {
    clearInterval(timer)
    res.end()
  }
  req.once('close', end)
  await look()
}
