// What a language has to say for every service mail: a subject and paragraphs; those with a number in all its plurals.
import type { ServiceKind } from '../service-mail.ts'

export type ServiceTexts = { readonly [key: string]: string }

/** Texts that hold {{count}}: written as `<kind>.text_one`, `_few`, … as the language has them. */
export const counted: ReadonlySet<ServiceKind> = new Set([
  'doi',
  'guardian_request',
  'magic_link',
  'second_step_code',
  'consent_reminder',
  'team_invitation',
  'team_reset',
])
