// In which of our languages the customers are asked: a notice is published in each of them or not at all.
import { Checkbox, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useWhyNot } from '../../parts/access.ts'
import { Act } from '../../ui/act.tsx'
import { Answer } from '../../ui/answer.tsx'
import { Failure } from '../../ui/failure.tsx'
import { languages } from '../../ui/language.ts'
import { Panel } from '../../ui/panel.tsx'
import { ownNames } from '../account-menu.tsx'
import { useWords } from '../words.ts'
import css from './settings.module.css'

const queryKey = ['locales']

export function CustomerLanguages() {
  const { t } = useWords('settings')
  const whyUnread = useWhyNot('notices.read')
  const kept = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('getLocales', { signal }),
    enabled: whyUnread === null,
  })
  return (
    <Panel title={t('languages.title')} hint={t('languages.hint')}>
      {whyUnread === null ? (
        <Answer of={kept} bars={1}>
          {({ locales }) => <Choice kept={locales} />}
        </Answer>
      ) : (
        <p>{whyUnread}</p>
      )}
    </Panel>
  )
}

function Choice({ kept }: { kept: string[] }) {
  const { t } = useWords('settings')
  const whyNot = useWhyNot('notices.write')
  const client = useQueryClient()
  const [chosen, setChosen] = useState(kept)
  const save = useMutation({
    mutationFn: () => call('putLocales', { body: { locales: chosen } }),
    onSuccess: (saved) => {
      setChosen(saved.locales)
      client.setQueryData(queryKey, saved)
      // a draft begins with a text for each of them
      return client.invalidateQueries({ queryKey: ['notices'] })
    },
  })
  // A language that was enabled over HTTP stands among ours and can be taken away.
  const offered = [...new Set<string>([...languages, ...kept])]
  const isSame = chosen.length === kept.length && chosen.every((one) => kept.includes(one))
  return (
    <div className={css.stack}>
      <Checkbox.Group value={chosen} onChange={setChosen} aria-label={t('languages.title')}>
        <Group gap="lg">
          {offered.map((one) => (
            <Checkbox key={one} value={one} label={<bdi lang={one}>{nameOf(one)}</bdi>} />
          ))}
        </Group>
      </Checkbox.Group>
      {chosen.length === 0 && <p>{t('languages.none')}</p>}
      {save.isError && <Failure error={save.error} />}
      <Group>
        <Act
          onClick={() => save.mutate()}
          whyNot={whyNot ?? (isSame ? t('languages.same') : null)}
          loading={save.isPending}
        >
          {t('languages.save')}
        </Act>
        <span role="status">{save.isSuccess && isSame ? t('saved') : ''}</span>
      </Group>
    </div>
  )
}

const nameOf = (locale: string): string => (ownNames as Partial<Record<string, string>>)[locale] ?? locale
