// `npm run client`: prints the types of the client from the doors as they are, in the one style of the house.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openapiDocument } from '../../server/http/openapi.ts'
import { type Document, printTypes } from './print-types.ts'

const root = join(import.meta.dirname, '../..')
export const PATHS = join(root, 'shared/client/paths.ts')

export const printClient = (): string =>
  inStyle(printTypes(openapiDocument('http://localhost:8080') as unknown as Document))

function inStyle(text: string): string {
  const { status, stdout, stderr } = spawnSync(
    join(root, 'node_modules/.bin/biome'),
    ['format', '--files-max-size=8000000', '--stdin-file-path=shared/client/paths.ts'],
    { cwd: root, input: text, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  if (status !== 0) throw new Error(`The types could not be put into style: ${stderr}`)
  return stdout
}

if (import.meta.main) {
  const text = printClient()
  writeFileSync(PATHS, text)
  console.log(`shared/client/paths.ts: ${text.split('\n').length} lines`)
}
