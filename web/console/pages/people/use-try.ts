// One try to sign in or to save: busy meanwhile, and afterwards what went wrong in words that say what to do.
import { useState } from 'react'
import { isRefused } from '../../../api/refused.ts'
import { titleOf } from '../../../ui/reasons.tsx'
import { useWords, wordsOf } from '../../words.ts'

/** `refused` are the words for what the server does not take; other faults have words of their own. */
export function useTry(onError: (words: string | null) => void, refused: string) {
  const [isBusy, setBusy] = useState(false)
  useWords('people')
  return {
    isBusy,
    /** True when it went well. */
    async run(work: () => Promise<void>): Promise<boolean> {
      setBusy(true)
      onError(null)
      const failure = await work().then(
        () => null,
        (error: unknown) => whatToDo(error, refused),
      )
      setBusy(false)
      onError(failure)
      return failure === null
    },
  }
}

/** Pure: what went wrong and what to do about it. */
export function whatToDo(error: unknown, refused: string): string {
  const t = wordsOf('people')
  if (!isRefused(error) || error.status === 401) return refused
  if (error.status === 429) return t('tries', { count: error.retryAfterSeconds ?? 60 })
  if (error.status === 503) return t('starting')
  return [titleOf(error), ...(error.detail === null ? [] : [error.detail])].join('. ')
}
