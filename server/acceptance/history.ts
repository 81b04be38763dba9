// Whether a history of overlapping acts could have been told by somebody who did them one after the other (Wing and Gong):
// an order that keeps who had ended before who began, and in which every answer is what the model would have said.

/** `from` and `to` are moments of one counter, taken before the asking and after the answer. */
export interface Event<A> {
  act: A
  from: number
  to: number
}

/** The state after one such order; null when there is none. `step` answers null for what could not have been answered. */
export function linearise<A, S>(events: readonly Event<A>[], start: S, step: (state: S, act: A) => S | null): S | null {
  const failed = new Set<string>()
  const search = (state: S, left: readonly Event<A>[]): S | null => {
    if (left.length === 0) return state
    const here = `${left.map(({ from }) => from).join()} ${JSON.stringify(state)}`
    if (failed.has(here)) return null
    // Only who began before everybody left had ended may be next.
    const soonest = Math.min(...left.map(({ to }) => to))
    for (const event of left) {
      if (event.from > soonest) continue
      const after = step(state, event.act)
      if (after === null) continue
      const end = search(
        after,
        left.filter((one) => one !== event),
      )
      if (end !== null) return end
    }
    failed.add(here)
    return null
  }
  return search(start, events)
}
