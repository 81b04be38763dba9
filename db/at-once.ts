/** Statements that do not wait for each other's answers: on PostgreSQL they are on the way together and run in the order in
 * which they were asked; on SQLite it makes no difference. */

import { setImmediate as turn } from 'node:timers/promises'

/** Answers when all are through, also when one has failed, so that nothing is still running when the write is undone. */
export async function atOnce<T extends readonly unknown[]>(
  works: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  const outcomes = await Promise.allSettled(works)
  const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  if (errors.length > 0) throw errors.find((error) => !isEcho(error)) ?? errors[0]
  return outcomes.map((one) => (one as PromiseFulfilledResult<unknown>).value) as { [K in keyof T]: Awaited<T[K]> }
}

/** Sends one part after the other: what the next asks is made while the database works on the last. Answers and fails like `atOnce`. */
export async function oneBehindTheOther<T, R>(parts: readonly T[], send: (part: T) => Promise<R>): Promise<R[]> {
  const works: Promise<R>[] = []
  for (const part of parts) {
    const work = send(part)
    works.push(work)
    // A failure is heard of when all are sent, and is nobody's fault until then.
    work.catch(() => {})
    if (parts.length > 1) await turn()
  }
  return [...(await atOnce(works))]
}

/** PostgreSQL's answer to every statement behind the one that failed. */
const isEcho = (error: unknown) => error instanceof Error && 'code' in error && error.code === '25P02'
