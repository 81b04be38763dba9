// Secrets come out of files whole, or the start says which of them is missing.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { readConfig } from './config.ts'
import { findRootSecret } from './secrets.ts'

const file = (text: string): string => {
  const path = join(inject('scratch'), `secret-${text.length}`)
  writeFileSync(path, text)
  return path
}

test('a secret may stand in a file, but not in two places', () => {
  const SMTP_URL_FILE = file('smtps://ann:pass@mail.example\n')
  expect(readConfig({ SMTP_URL_FILE }).smtpUrl).toBe('smtps://ann:pass@mail.example')
  expect(() => readConfig({ SMTP_URL_FILE, SMTP_URL: 'smtp://a' })).toThrow('SMTP_URL and SMTP_URL_FILE are both set')
  expect(() => readConfig({ PARTNER_SECRET_FILE: '/nowhere' })).toThrow('PARTNER_SECRET_FILE: /nowhere cannot be read')
  expect(() => readConfig({ SMS_TOKEN_FILE: file('\n') })).toThrow('is empty')
})

test('a root secret out of a file is as long as one out of the variable', () => {
  const rootFrom = (secretFile: string) =>
    findRootSecret({ secret: undefined, secretFile, databaseUrl: 'postgres://x/y' })
  expect(rootFrom(file(`${'s'.repeat(32)}\n`))).toBe('s'.repeat(32))
  expect(() => rootFrom(file('too short'))).toThrow('less than 32 characters')
})
