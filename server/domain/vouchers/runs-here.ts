// The runs that this process is at: asked to stop all together when it ends, and waited for by whoever asks for one again.
import type { Store } from '#db/store.ts'

interface Here {
  isStopping: boolean
  walks: Set<Promise<unknown>>
}

const houses = new WeakMap<Store, Here>()
const walks = new Map<string, Promise<unknown>>()
/** Also those whose first write has not ended yet. */
const taken = new Set<string>()

function hereOf(store: Store): Here {
  const known = houses.get(store) ?? { isStopping: false, walks: new Set() }
  houses.set(store, known)
  return known
}

/** From inside the write that takes a run: the writes that share its commit must not take it as well. */
export const claimHere = (runId: string) => void taken.add(runId)

/** When that write was undone. */
export const letGo = (runId: string) => void taken.delete(runId)

/** Keeps a run on the list of this process until it is through with it. */
export async function atRun<T>(store: Store, runId: string, work: () => Promise<T>): Promise<T> {
  const here = hereOf(store)
  const walk = work()
  walks.set(runId, walk)
  here.walks.add(walk)
  try {
    return await walk
  } finally {
    here.walks.delete(walk)
    if (walks.get(runId) === walk) walks.delete(runId)
    letGo(runId)
  }
}

export const isHere = (runId: string): boolean => taken.has(runId)

/** Answers when this process is through with the run; at once when it is not at it. */
export async function whenThrough(runId: string): Promise<void> {
  await walks.get(runId)?.catch(() => undefined)
}

export const isStopping = (store: Store): boolean => hereOf(store).isStopping

/** Ends every run of this house behind its page; whoever comes next goes on with them. */
export async function stopRuns(store: Store): Promise<void> {
  const here = hereOf(store)
  here.isStopping = true
  await Promise.allSettled(here.walks)
}
