// Publishes a notice that asks for what is missing: the words of the one in force, with the missing uses added.
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../api/call.ts'
import { notices } from '../../api/queries.ts'
import { useWhyNot } from '../../parts/access.ts'
import { categoryInWords, channelInWords } from '../../parts/words.ts'
import { useBesideRouter } from '../../ui/address.ts'
import { useAnnounce } from '../../ui/announce.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { spelled } from '../../ui/format.ts'
import { useWords } from '../words.ts'
import css from './check-panel.module.css'

type Need = ReplyOf<'checkCampaign'>['needs'][number]
const MONTHS = 24

export function ExtendNotice({ missing }: { missing: Need[] }) {
  const { t } = useWords('compose')
  const [open, setOpen] = useBesideRouter('open')
  const mayWrite = useWhyNot('notices.write') === null
  const mayRead = useWhyNot('notices.read') === null
  const known = useQuery({ ...notices, enabled: mayRead && missing.length > 0 })
  const inForce = known.data?.data.find((notice) => notice.inForce)
  const client = useQueryClient()
  const announce = useAnnounce()
  const extend = useMutation({
    mutationFn: async () => {
      if (inForce === undefined) return
      const added = missing.map(({ purpose, channel, category }) => ({
        purpose,
        channel,
        category,
        retentionMonths: MONTHS,
      }))
      const { controller, labels, scope } = inForce
      const words = Object.entries(inForce.texts).map(([locale, { title, body }]) => [locale, { title, body }])
      const texts = Object.fromEntries(words) as Record<string, { title: string; body: string }>
      const { id } = await call('createNotice', { body: { controller, texts, labels, scope: [...scope, ...added] } })
      await call('publishNotice', { params: { id } })
    },
    onSuccess: async () => {
      setOpen(null)
      announce(t('notice.done'))
      await Promise.all([
        client.invalidateQueries({ queryKey: ['check'] }),
        client.invalidateQueries({ queryKey: notices.queryKey }),
      ])
    },
  })
  if (missing.length === 0 || known.data === undefined) return null
  if (!mayWrite) return <p className={css.soft}>{t('notice.askPrivacy')}</p>
  if (inForce === undefined) return <p className={css.soft}>{t('notice.none')}</p>
  return (
    <>
      <Button variant="default" size="compact-sm" mt="xs" onClick={() => setOpen('notice')}>
        {t('notice.add')}
      </Button>
      <Confirm
        title={t('notice.title')}
        verb={t('notice.publish')}
        opened={open === 'notice'}
        isBusy={extend.isPending}
        error={extend.error}
        onClose={() => setOpen(null)}
        onConfirm={() => extend.mutate()}
      >
        <p style={{ margin: 0 }}>{t('notice.says', { count: MONTHS })}</p>
        <ul>
          {missing.map(({ purpose, channel, category }) => (
            <li key={`${channel} ${category}`}>
              {categoryInWords(category)}: {spelled(purpose)}, {channelInWords(channel)}
            </li>
          ))}
        </ul>
      </Confirm>
    </>
  )
}
