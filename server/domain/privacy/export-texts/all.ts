// What the file README of an export says, language by language; a language more is a file more and a line here.
import { ar } from './ar.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import type { ExportTexts } from './texts.ts'
import { tr } from './tr.ts'

const texts: Record<string, ExportTexts> = { ar, en, ru, tr }

/** The texts of the nearest language we write, English where there is none. */
export function exportTexts(locale: string | null): { locale: string; texts: ExportTexts } {
  const [own = ''] = (locale ?? '').toLowerCase().split('-')
  return texts[own] === undefined ? { locale: 'en', texts: en } : { locale: own, texts: texts[own] }
}
export const exportLocales = Object.keys(texts)
