// The zone that days and times are shown in, and who is told when it changes.
let shopZone: string | undefined
const readers = new Set<() => void>()

/** From now on; undefined for the reader's own. */
export const showInZone = (timeZone: string | undefined): void => {
  if (shopZone === timeZone) return
  shopZone = timeZone
  for (const tell of readers) tell()
}

/** Is told of each change until it ends what this returns. */
export const onZone = (tell: () => void): (() => void) => {
  readers.add(tell)
  return () => void readers.delete(tell)
}
export const shownZone = (): string | undefined => shopZone
