// What the file README of an export says, language by language; a language more is a file more and a line here.
import { ar } from './ar.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import { tr } from './tr.ts'

export interface ExportTexts {
  title: string
  /** {{day}}: when the copy was made. */
  made: string
  files: string
  /** By the name of a file, or by its ending. */
  about: Record<'data.json' | 'csv' | 'consents.jsonld' | 'usage-log.csv' | 'receipts' | 'manifest', string>
  /** {{jwks}}: where the public keys are. */
  check: string
  rights: string
  /** {{name}}, {{contact}}. */
  contact: string
}

const texts: Record<string, ExportTexts> = { ar, en, ru, tr }

/** The texts of the nearest language we write, English where there is none. */
export function exportTexts(locale: string | null): { locale: string; texts: ExportTexts } {
  const [own = ''] = (locale ?? '').toLowerCase().split('-')
  return texts[own] === undefined ? { locale: 'en', texts: en } : { locale: own, texts: texts[own] }
}
export const exportLocales = Object.keys(texts)
