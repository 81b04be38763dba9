// What the words of one version of a notice changed against those before it, paragraph by paragraph; pure.

export interface Line {
  sign: '+' | '-' | ' '
  text: string
}

const MOST_PARAGRAPHS = 2_000

/** The longest common run of paragraphs stays; what is only before goes, what is only after comes. */
export function compareTexts(before: string, after: string): Line[] {
  const [old, now] = [paragraphs(before), paragraphs(after)]
  const longest = lengths(old, now)
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]]
    if (left !== undefined && left === right) {
      lines.push({ sign: ' ', text: left })
      i += 1
      j += 1
    } else if (right === undefined || (left !== undefined && at(longest, i + 1, j) >= at(longest, i, j + 1))) {
      lines.push({ sign: '-', text: left ?? '' })
      i += 1
    } else {
      lines.push({ sign: '+', text: right })
      j += 1
    }
  }
  return lines
}

const paragraphs = (text: string): string[] =>
  text
    .split(/\n+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, MOST_PARAGRAPHS)

/** [i][j] = how many paragraphs of old from i and now from j can stay. */
function lengths(old: string[], now: string[]): Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1))
  for (let i = old.length - 1; i >= 0; i--) {
    const row = table[i] as Uint16Array
    for (let j = now.length - 1; j >= 0; j--) {
      row[j] = old[i] === now[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1))
    }
  }
  return table
}

const at = (table: Uint16Array[], i: number, j: number): number => table[i]?.[j] ?? 0
