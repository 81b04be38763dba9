/** A connection that writes, seen as one transaction after another: hands each out as a Tx and knows when it has failed. */
import { makeQueries, type Run, type RunEach } from './builder.ts'
import { type Engine, StoreUnavailable, type Tx } from './store.ts'

/** What an engine offers for writing. `begin` connects again if it must; `rollback` never throws. */
export interface Connection {
  readonly engine: Engine
  run: Run
  /** Where running a statement many times costs no way there and back. */
  runEach?: RunEach
  /** SQL text without parameters, several statements if need be. */
  control(text: string): Promise<void>
  begin(): Promise<void>
  /** False when nothing can have happened since `begin`, because the connection was lost before. */
  hasBegun(): Promise<boolean>
  /** Afterwards others see what was written; that it lasts is `settled`'s to say. */
  commit(): Promise<void>
  /** Answers once everything that is committed by now is durable; undefined when it is already. */
  settled(): Promise<void> | undefined
  /** Makes it so at once if it can, and nothing else is done meanwhile. */
  settleNow(): void
  rollback(): Promise<void>
  close(): Promise<void>
}

/** What to do once the commit is durable. */
export type Answer = () => void

export interface Session {
  begin(): Promise<void>
  hasBegun(): Promise<boolean>
  commit(): Promise<void>
  settled(): Promise<void> | undefined
  settleNow(): void
  rollback(): Promise<void>
  /** Runs work in the open transaction; throws also if a statement failed and the work went on regardless. */
  perform(work: (tx: Tx) => Promise<Answer[]>): Promise<Answer[]>
  /** The same inside a savepoint, undone when it throws. */
  performApart(work: (tx: Tx) => Promise<Answer[]>): Promise<Answer[]>
}

export function makeSession(connection: Connection, now: () => number): Session {
  let open = false
  let failed: unknown
  let at = 0
  const { run, runEach } = connection
  const queries = makeQueries(connection.engine, inOrder(run), runEach && inOrder(runEach))

  function inOrder<A extends unknown[], T>(ask: (...statement: A) => Promise<T>): (...statement: A) => Promise<T> {
    return async (...statement) => {
      if (!open) throw new Error('A transaction was used after its end: an await is missing')
      // PostgreSQL takes no statement after a failed one; SQLite would, so the house refuses it there too.
      if (failed) throw failed
      try {
        return await ask(...statement)
      } catch (error) {
        // The first: what comes behind it is PostgreSQL's echo.
        failed ??= error
        throw error
      }
    }
  }

  async function perform(work: (tx: Tx) => Promise<Answer[]>): Promise<Answer[]> {
    const hooks: Answer[] = []
    const answers = await work({ ...queries, now: at, afterCommit: (hook) => void hooks.push(hook) })
    if (failed) throw failed
    return [...answers, ...hooks]
  }

  return {
    perform,
    settled: connection.settled,
    settleNow: connection.settleNow,
    hasBegun: connection.hasBegun,
    async begin() {
      await connection.begin()
      open = true
      failed = undefined
      at = now()
    },
    async commit() {
      open = false
      await connection.commit()
    },
    async rollback() {
      open = false
      await connection.rollback()
    },
    async performApart(work) {
      await connection.control('savepoint apart')
      try {
        const answers = await perform(work)
        await connection.control('release apart')
        return answers
      } catch (error) {
        failed = undefined
        try {
          await connection.control('rollback to apart; release apart')
        } catch (lost) {
          throw new StoreUnavailable('The database gave the transaction up', lost)
        }
        throw error
      }
    },
  }
}
