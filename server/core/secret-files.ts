// Secrets that lie in files, as Docker, Kubernetes and systemd hand them over.
import { readFileSync } from 'node:fs'

/** What nobody wants to see in a list of processes may stand in a file whose name is given as `<variable>_FILE`. */
export const FROM_FILES = [
  'DATABASE_URL',
  'DATABASE_READ_URL',
  'SMTP_URL',
  'SMS_TOKEN',
  'MESSAGE_WEBHOOK_SECRET',
  'PARTNER_SECRET',
  'OIDC_CLIENT_SECRET',
  'VOUCHSAFE_ADMIN_KEY',
  'METRICS_KEY',
]

/** The variables, those that name a file filled from it. @throws Error when both are set */
export function fromFiles(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const read = FROM_FILES.flatMap((name) => {
    const file = env[`${name}_FILE`]
    if (file === undefined) return []
    if (env[name] !== undefined)
      throw new Error(`The environment is not usable:\n  ${name} and ${name}_FILE are both set`)
    return [[name, readSecretFile(`${name}_FILE`, file)]]
  })
  return { ...env, ...Object.fromEntries(read) }
}

/** Without the line's end. @throws Error that names the variable when there is none, or nothing in it */
export function readSecretFile(name: string, file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new Error(`The environment is not usable:\n  ${name}: ${file} cannot be read`, { cause: error })
  }
  if (text === '') throw new Error(`The environment is not usable:\n  ${name}: ${file} is empty`)
  return text
}
