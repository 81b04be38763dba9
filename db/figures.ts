/** How the lanes of this process share their commits: counted where it happens, told by /metrics. */
export const laneFigures = {
  /** Groups of one kind of write that went together, and how many writes were in them. */
  groups: 0,
  items: 0,
}

/** How the replica for reports follows: told by /metrics. */
export const replicaFigures = {
  /** Whether there is one at all. */
  isThere: false,
  isUsed: false,
  /** Null while nobody knows. */
  behindSeconds: null as number | null,
}
