// How work behind an answer is told: in steps, each of which says how far it came.
import type { Tx } from '#db/store.ts'
import type { Body } from './notes.ts'

/** How far work has come; `at` is what the work itself goes on from. */
export interface Progress {
  at: number
  done: number
  failed: Body[]
}

/** Writes a page's progress in the page's own write. */
export type Save = (tx: Tx, progress: Progress) => Promise<void>

export interface Step extends Progress {
  isEnd: boolean
  /** 0 to 100. */
  percent: number
}
