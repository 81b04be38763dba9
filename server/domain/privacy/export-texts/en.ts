// The README of an export in English.
import type { ExportTexts } from './texts.ts'

export const en: ExportTexts = {
  title: 'Your data',
  made: 'This is a copy of everything that is stored about you. It was made on {{day}}.',
  files: 'What is in it:',
  about: {
    'data.json': 'everything, for programs',
    csv: 'one table each, for a spreadsheet',
    'consents.jsonld':
      'every decision about consent as a record of ISO/IEC TS 27560, in the terms of the Data Privacy Vocabulary',
    'usage-log.csv': 'who used your data, for what and when',
    receipts: 'a signed receipt for each of your decisions, with its proof in the public ledger',
    manifest: 'the SHA-256 of every file, and our signature over that list',
  },
  check: 'Whoever wants to check the signatures finds the public keys at {{jwks}}.',
  rights: 'You may have this put right, used less or erased, and you may complain to a data protection authority.',
  contact: 'Responsible for your data: {{name}}, {{contact}}.',
}
