// The languages of the pages: every file of this folder is one. A new file is a new language; the test says what it lacks.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type en from './en.ts'

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
/** A key without the plural form it may end in. */
type Base<K extends string> = K extends `${infer B}_${Plural}` ? B : K
export type Key = Base<keyof typeof en>
export type Texts = Readonly<Record<string, string>>

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && name !== 'all.ts')
const read = files.map(async (file): Promise<[string, Texts]> => {
  const { default: all } = (await import(pathToFileURL(join(import.meta.dirname, file)).href)) as { default: Texts }
  return [file.slice(0, -'.ts'.length), all]
})

/** locale → its texts; English first, because the others fall back on it. */
export const texts: ReadonlyMap<string, Texts> = new Map(
  (await Promise.all(read)).sort(([a], [b]) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b)),
)
export const locales: readonly string[] = [...texts.keys()]
