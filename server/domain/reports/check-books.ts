// Holds the tables against each other: budgets and journals, uses and redemptions, tallies and facts. The doctor, the torture and
// the acceptance tests ask the same laws.
import type { Queries } from '#db/store.ts'
import { type Broken, brokenBy, type Law, laws } from './queries-books.ts'

export type { Book } from './queries-books.ts'

const TOLD = 5

export interface Checked extends Broken {
  law: Law
}

/** One law after the other, for whoever shows how far it has come. Reads all of the facts. */
export async function* checkBooks(q: Queries): AsyncGenerator<Checked> {
  for (const law of laws) yield { law, ...(await brokenBy(q, law, TOLD)) }
}

/** What is wrong, in sentences; none means the books are in order. */
export async function wrongInBooks(q: Queries): Promise<string[]> {
  const wrong: string[] = []
  for await (const { law, count, subjects } of checkBooks(q)) {
    if (count > 0) wrong.push(`it is not so that ${law.sentence}: ${count}, such as ${subjects.join(', ')}`)
  }
  return wrong
}
