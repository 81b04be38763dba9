// How far a run is, from its cursor alone: customers' ids are random and an audience is paged in their order, so a cursor
// in the middle of all ids is the middle of the audience; pure.

interface Run {
  pageCursor: string | null
  matched: number
  finishedAt: number | null
}

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Of the id behind its prefix: a millionth is enough. */
const READ_SIGNS = 5
const cursor = new RegExp(`^\\["cus_([${SIGNS}]{${READ_SIGNS}})`)

/** 0 to 1; 0 also for a run that looks at ids which were not drawn. */
export function shareSeen({ pageCursor, finishedAt }: Omit<Run, 'matched'>): number {
  if (finishedAt !== null) return 1
  const signs = pageCursor === null ? undefined : cursor.exec(pageCursor)?.[1]
  if (signs === undefined) return 0
  let value = 0
  for (const sign of signs) value = value * SIGNS.length + SIGNS.indexOf(sign)
  return value / SIGNS.length ** READ_SIGNS
}

/** About how many of the audience are still to be looked at; 0 as long as nothing is known. */
export function stillDue(run: Run): number {
  const share = shareSeen(run)
  return share === 0 ? 0 : Math.round((run.matched * (1 - share)) / share)
}
