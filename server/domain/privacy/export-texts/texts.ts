// What every language has to say in the README of an export.
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
