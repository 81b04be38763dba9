// One logger for the process. Secrets and people never reach it: routes are logged as templates, and the
// fields named below are blanked wherever they turn up.
import { type Logger, pino } from 'pino'

export type Log = Logger

const names = [
  'authorization',
  'code',
  'codes',
  'email',
  'phone',
  'givenName',
  'familyName',
  'key',
  'secret',
  'token',
  'reference',
  'customerReference',
  'body',
  'password',
]

export function makeLog(level: string): Log {
  return pino({
    level,
    base: null,
    redact: { paths: names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}
