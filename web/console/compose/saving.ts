// Saves a draft and launches it; a draft that is saved twice is changed, not made twice.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call, newIdempotencyKey } from '../../api/call.ts'
import { useLaunch } from '../../parts/launch.tsx'
import { refresh } from '../../parts/live.tsx'
import { useAnnounce } from '../../ui/announce.tsx'
import { readerLocale } from '../../ui/language.ts'
import { useWords } from '../words.ts'
import type { Draft } from './draft.ts'
import { bodyOf, changeOf } from './draft.ts'

export function useSaving(startId: string | null) {
  const id = useRef(startId)
  // One key for the making of this draft, whatever is pressed how often.
  const [idempotencyKey, renewKey] = useState(newIdempotencyKey)
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const [saves, setSaves] = useState(0)
  const [failed, setFailed] = useState<'save' | 'launch'>('save')
  const { t } = useWords('compose')
  const client = useQueryClient()
  const announce = useAnnounce()

  async function keep(draft: Draft): Promise<string> {
    const body = bodyOf(draft)
    if (id.current === null) {
      const made = await call('createCampaign', { body, idempotencyKey })
      id.current = made.id
      // Without the router, which would draw the page anew: a reload now finds the draft.
      history.replaceState(history.state, '', `/console/campaigns/${made.id}/edit${location.search}`)
    } else {
      await call('patchCampaign', { params: { id: id.current }, body: changeOf(body) })
    }
    setSavedAt(new Intl.DateTimeFormat(readerLocale(), { timeStyle: 'short' }).format())
    setSaves((before) => before + 1)
    refresh(client, id.current)
    return id.current
  }

  const save = useMutation({
    mutationFn: keep,
    onSuccess: () => announce(t('saved.now')),
    // A changed body under the same key would be taken for a mistake.
    onError: () => renewKey(newIdempotencyKey()),
  })
  const launch = useLaunch()

  return {
    /** Null before the first save. */
    id: id.current,
    keep,
    /** How often it was saved on this page. */
    saves,
    savedAt,
    failed,
    error: save.error ?? launch.error,
    isBusy: save.isPending || launch.isPending,
    save: (draft: Draft) => {
      setFailed('save')
      launch.reset()
      save.mutate(draft)
    },
    launch: (draft: Draft, onRefused: () => void) => {
      setFailed('save')
      launch.reset()
      save.mutate(draft, {
        onError: onRefused,
        onSuccess: (savedId) => {
          setFailed('launch')
          launch.mutate(savedId, { onError: onRefused })
        },
      })
    },
  }
}
