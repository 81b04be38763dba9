// The languages that service mails are written in: a file more is a language more.
import { ar } from './ar.ts'
import { en } from './en.ts'
import { ru } from './ru.ts'
import type { ServiceTexts } from './texts.ts'
import { tr } from './tr.ts'

/** The first is taken for readers of none of them. */
export const serviceTexts: Readonly<Record<string, ServiceTexts>> = { en, ar, ru, tr }
