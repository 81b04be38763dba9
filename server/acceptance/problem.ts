/** Whether a refusal is told as the contract says: RFC 9457, a code from the one list, and nothing that is not ours to tell. */
import { z } from 'zod'
import { type RefusalCode, refusals } from '#shared/refusals.ts'
import type { Answer } from '../test-server.ts'

const problem = z.strictObject({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  code: z.string(),
  errors: z
    .array(
      z.strictObject({
        path: z.string(),
        message: z.string(),
        code: z.string().optional(),
        values: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
  requestId: z.string().min(1),
})
export type Problem = z.infer<typeof problem>

const leaks =
  /\bat [\w.<>]+ \(|node_modules|\.ts:\d+|SQLITE_|sqlite|drizzle|postgres|syntax error at|ECONN|select .* from /i

/** What is wrong with a refusal, in words; undefined when it is told as it should be. A 500 is always wrong. */
export function problemIn(answer: Answer): string | undefined {
  if (answer.status === 500) return 'the server failed'
  const type = answer.headers.get('content-type') ?? ''
  if (!type.startsWith('application/problem+json')) return `a refusal of type "${type}"`
  const read = problem.safeParse(answer.body)
  if (!read.success) return read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')
  if (!Object.hasOwn(refusals, read.data.code)) return `the code ${read.data.code} is not on the list`
  const [status, title] = refusals[read.data.code as RefusalCode]
  if (status !== answer.status || status !== read.data.status) return `${read.data.code} with status ${answer.status}`
  if (title !== read.data.title) return `${read.data.code} with the title "${read.data.title}"`
  const leak = leaks.exec(answer.text)
  return leak === null ? undefined : `it tells too much: "${leak[0]}"`
}

/** The code of a refusal; undefined for anything else. */
export function codeOf(answer: Answer): string | undefined {
  const read = problem.safeParse(answer.body)
  return read.success ? read.data.code : undefined
}
