// Pure: answers that were worked out before, for questions that come again: after a change of one arm all others ask what they asked.

/** `keyOf` says all that the answer depends on. The `most` that were asked last are kept, and nobody may change them. */
export function remember<Asked extends unknown[], Answer>(
  most: number,
  keyOf: (...asked: Asked) => string,
  work: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  const known = new Map<string, { answer: Answer }>()
  return (...asked) => {
    const key = keyOf(...asked)
    const kept = known.get(key) ?? { answer: work(...asked) }
    known.delete(key)
    known.set(key, kept)
    if (known.size > most) known.delete(known.keys().next().value as string)
    return kept.answer
  }
}
