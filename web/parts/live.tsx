// Keeps what is on the page fresh: follows the stream and refreshes what it names; without a stream, asks now and then.
import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Liveness, StreamEvent } from '../api/stream.ts'
import { campaignOf, follow } from '../api/stream.ts'
import { useWords } from '../console/words.ts'
import { freshenRows } from './fresh-rows.ts'
import css from './live.module.css'

const POLL_MS = 10_000
/** A busy shop changes many campaigns at once; the page asks once for all of them. */
const GATHER_MS = 400

/** Follows one campaign, or all of them; says how fresh the page is. */
export function useLive(campaignId?: string): Liveness {
  const client = useQueryClient()
  const [liveness, setLiveness] = useState<Liveness>('polling')
  useEffect(() => {
    const stop = new AbortController()
    const changed = new Set<string | null>()
    let timer: ReturnType<typeof setTimeout> | undefined
    // A stream begins by telling how everything is; a ping ends that.
    let isNews = false
    let wasNews = false
    const flush = () => {
      timer = undefined
      const named = [...changed].filter((id) => id !== null)
      if (changed.has(null)) refresh(client, null)
      else if (campaignId !== undefined) refresh(client, campaignId)
      else freshenRows(client, named, wasNews).catch(() => refresh(client, null))
      changed.clear()
    }
    const note = (event: StreamEvent) => {
      if (event.event === 'ping') {
        isNews = true
        return
      }
      if (timer === undefined) wasNews = isNews
      changed.add(campaignOf(event) ?? campaignId ?? null)
      timer ??= setTimeout(flush, GATHER_MS)
    }
    void follow(campaignId, note, setLiveness, stop.signal)
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [client, campaignId])
  useEffect(() => {
    if (liveness === 'live') return
    const timer = setInterval(() => refresh(client, campaignId ?? null), POLL_MS)
    return () => clearInterval(timer)
  }, [client, campaignId, liveness])
  return liveness
}

/** What a change of a campaign makes stale. */
export function refresh(client: QueryClient, campaignId: string | null): void {
  void client.invalidateQueries({ queryKey: ['campaigns'] })
  void client.invalidateQueries({ queryKey: ['approvals'] })
  const keys = ['campaign', 'report', 'runs', 'approval', 'versions', 'shares']
  for (const key of keys) {
    void client.invalidateQueries({ queryKey: campaignId === null ? [key] : [key, campaignId] })
  }
}

export function LiveSign({ liveness }: { liveness: Liveness }) {
  const { t } = useWords('campaigns')
  return (
    <span className={css.sign} data-liveness={liveness} title={t(`live.${liveness}Says`)}>
      {t(`live.${liveness}`)}
    </span>
  )
}
