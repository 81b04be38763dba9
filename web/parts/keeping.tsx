// What can be done with any campaign beside running it: a copy, its versions, the archive and the way back.
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { call, newIdempotencyKey } from '../api/call.ts'
import { useWords } from '../console/words.ts'
import { Act } from '../ui/act.tsx'
import { useAnnounce } from '../ui/announce.tsx'
import { Failure } from '../ui/failure.tsx'
import { useWhyNot } from './access.ts'
import { refresh } from './live.tsx'
import type { Campaign } from './words.ts'

export function Keeping({ campaign }: { campaign: Campaign }) {
  const { t } = useWords('campaigns')
  const forbidden = useWhyNot('campaigns.write')
  const copy = useCopy(campaign.id)
  const { archive, restore } = useArchive(campaign.id)
  const isRunning = campaign.state === 'live' || campaign.state === 'paused'
  const error = copy.error ?? archive.error ?? restore.error
  return (
    <>
      <Button component={Link} to={`/console/campaigns/${campaign.id}/versions`} variant="default">
        {t('do.versions')}
      </Button>
      <Act variant="default" onClick={() => copy.mutate({})} loading={copy.isPending} whyNot={forbidden}>
        {t('do.copy')}
      </Act>
      {campaign.archivedAt === null ? (
        <Act
          variant="default"
          onClick={() => archive.mutate()}
          loading={archive.isPending}
          whyNot={forbidden ?? (isRunning ? t('why.liveArchive') : null)}
        >
          {t('do.archive')}
        </Act>
      ) : (
        <Act onClick={() => restore.mutate()} loading={restore.isPending} whyNot={forbidden}>
          {archive.isSuccess ? t('do.undo') : t('do.restore')}
        </Act>
      )}
      {campaign.archivedAt !== null && <span role="status">{t('do.archived')}</span>}
      {error !== null && <Failure error={error} />}
    </>
  )
}

/** Makes a draft like a campaign, or like one of its versions, and goes there. */
export function useCopy(id: string) {
  const { t } = useWords('campaigns')
  const [idempotencyKey, renew] = useState(newIdempotencyKey)
  const client = useQueryClient()
  const navigate = useNavigate()
  const announce = useAnnounce()
  return useMutation({
    mutationFn: (body: { version?: number }) => call('copyCampaign', { params: { id }, body, idempotencyKey }),
    onSuccess: (made) => {
      renew(newIdempotencyKey())
      refresh(client, made.id)
      announce(t('do.copied'))
      void navigate(`/console/campaigns/${made.id}/edit`)
    },
    onError: () => renew(newIdempotencyKey()),
  })
}

function useArchive(id: string) {
  const { t } = useWords('campaigns')
  const client = useQueryClient()
  const announce = useAnnounce()
  const after = (words: string) => () => {
    refresh(client, id)
    announce(words)
  }
  const archive = useMutation({
    mutationFn: () => call('archiveCampaign', { params: { id } }),
    onSuccess: after(t('do.archived')),
  })
  const restore = useMutation({
    mutationFn: () => call('restoreCampaign', { params: { id } }),
    onSuccess: after(t('do.restored')),
  })
  return { archive, restore }
}
