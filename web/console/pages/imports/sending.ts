// Files on their way: what is being sent goes on while somebody looks at another page, and what became of it is known here.
import { useSyncExternalStore } from 'react'
import { uploadRows } from '../../../api/upload.ts'

export type Sending = { state: 'sending' } | { state: 'sent' } | { state: 'failed'; error: unknown }

const sendings = new Map<string, Sending>()
const listeners = new Set<() => void>()

/** Sends a file into an import that was begun; again from its beginning when it was cut, which takes each line once. */
export function sendAlong(id: string, file: Blob, format: 'csv' | 'ndjson'): void {
  tell(id, { state: 'sending' })
  uploadRows(id, file, format).then(
    () => tell(id, { state: 'sent' }),
    (error: unknown) => tell(id, { state: 'failed', error }),
  )
}

export const useSending = (id: string): Sending | undefined => useSyncExternalStore(listen, () => sendings.get(id))

function tell(id: string, sending: Sending): void {
  sendings.set(id, sending)
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
