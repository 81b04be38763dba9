// Remembers which references a dry run has counted, in sixteen bytes or less for each, however long they are; pure.

/** 64 bits of a fingerprint stand for a reference: two of ten million share them once in hundreds of thousands of runs, and
 * then a dry run is wrong by one. */
export interface Counted {
  /** False when it was there before. `print` is a fingerprint in base64url, of eleven signs or more. */
  add(print: string): boolean
}

const FIRST_PLACES = 1024
/** Of the places there are; fuller, and looking takes long. */
const FULLEST = 0.7

export function makeCounted(): Counted {
  let places = FIRST_PLACES
  let table = new Uint32Array(places * 2)
  let count = 0

  /** The place where these bits are, or the free one where they belong. */
  function placeOf(high: number, low: number): number {
    let place = low & (places - 1)
    while (isTaken(place) && !(table[place * 2] === high && table[place * 2 + 1] === low))
      place = (place + 1) & (places - 1)
    return place
  }
  const isTaken = (place: number) => table[place * 2] !== 0 || table[place * 2 + 1] !== 0

  function put(place: number, high: number, low: number): void {
    table[place * 2] = high
    table[place * 2 + 1] = low
  }

  function grow(): void {
    const old = table
    places *= 2
    table = new Uint32Array(places * 2)
    for (let at = 0; at < old.length; at += 2) {
      const [high, low] = [old[at] ?? 0, old[at + 1] ?? 0]
      if (high !== 0 || low !== 0) put(placeOf(high, low), high, low)
    }
  }

  return {
    add(print) {
      const bits = Buffer.from(print.slice(0, 11), 'base64url')
      // Nothing but zeroes marks a free place.
      const [high, low] = [bits.readUInt32LE(0) || 1, bits.readUInt32LE(4)]
      const place = placeOf(high, low)
      if (isTaken(place)) return false
      put(place, high, low)
      count += 1
      if (count > places * FULLEST) grow()
      return true
    },
  }
}
