// Pure: days of a time zone and the instants at which they begin.

/** 'YYYY-MM-DD' of an instant on the calendars of a zone. */
export function dayIn(iso: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return parts.format(new Date(iso))
}

/** The instant at which a day begins in a zone: the first of it, where the clocks skip midnight. Undefined for no day. */
export function midnightOf(day: string, zone: string): string | undefined {
  const noon = Date.parse(`${day}T12:00:00Z`)
  if (Number.isNaN(noon)) return undefined
  const quarter = 15 * 60_000
  // No zone is further than 14 hours from UTC, so midnight lies within 27 hours before its noon there.
  let [before, after] = [noon - 30 * 3_600_000, noon + 14 * 3_600_000]
  while (after - before > quarter) {
    const middle = before + Math.floor((after - before) / 2 / quarter) * quarter
    if (middle === before) break
    if (dayIn(new Date(middle).toISOString(), zone) < day) before = middle
    else after = middle
  }
  return new Date(after).toISOString()
}
