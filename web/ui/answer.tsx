// What a page asked for: bars in its place while it is fetched, the failure when it fails, then the page's own drawing of it.
import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../console/words.ts'
import { Failure } from './failure.tsx'

interface Asked<T> {
  data: T | undefined
  error: unknown
  refetch: () => unknown
}
interface AnswerProps<T> {
  /** A query of TanStack, or what looks like one. */
  of: Asked<T>
  /** How many bars wait in its place, and how high each is, in pixels. */
  bars?: number
  height?: number
  advice?: ReactNode
  children: (data: T) => ReactNode
}

/** What was fetched before stays while a later try fails: the failure stands above it. */
export function Answer<T>({ of, bars = 3, height = 72, advice, children }: AnswerProps<T>) {
  return (
    <>
      {of.error !== null && <Failure error={of.error} onRetry={() => of.refetch()} advice={advice} />}
      {of.data === undefined && of.error === null && <Waiting bars={bars} height={height} />}
      {of.data !== undefined && children(of.data)}
    </>
  )
}

export function Waiting({ bars = 3, height = 72 }: { bars?: number; height?: number }) {
  const { t } = useWords('shell')
  return (
    <div role="status" aria-busy="true" aria-label={t('waiting')}>
      {Array.from({ length: bars }, (_, bar) => `bar ${bar}`).map((bar) => (
        <Skeleton key={bar} height={height} radius="lg" mb="sm" />
      ))}
    </div>
  )
}
