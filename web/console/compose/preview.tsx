// How a message will look to an invented reader, channel by channel: drawn by the code that sends it, in the shop's own look and
// with the lines that every message of that channel ends with.
import { SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { BodySent, ReplyOf } from '#shared/api.ts'
import { directionOf } from '#shared/mail-look.ts'
import { drawnMessage } from '../../api/queries.ts'
import { channelInWords } from '../../parts/words.ts'
import { useBesideRouter } from '../../ui/address.ts'
import { Failure } from '../../ui/failure.tsx'
import { useWords } from '../words.ts'
import { bodyOf } from './draft.ts'
import type { LocaleProps } from './message.tsx'
import css from './step.module.css'

/** Long enough that a word is typed to its end. */
const SETTLES_MS = 300

export function Preview({ draft, locale, message }: LocaleProps) {
  const { t } = useWords('compose')
  const [chosen, setChosen] = useBesideRouter('preview')
  const channel = draft.channels.find((one) => one === chosen) ?? draft.channels[0]
  const asked = useMemo(
    () => askedOf({ draft, locale, message }, channel ?? 'email'),
    [draft, locale, message, channel],
  )
  const [settled] = useDebouncedValue(asked, SETTLES_MS, { leading: true })
  const drawn = useQuery(drawnMessage(settled))
  return (
    <>
      <div className={css.tools}>
        <span className={css.small}>{t('say.invented')}</span>
        {channel !== undefined && draft.channels.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('say.previewAs')}
            value={channel}
            onChange={setChosen}
            data={draft.channels.map((value) => ({ value, label: channelInWords(value) }))}
          />
        )}
      </div>
      {drawn.isError && <Failure error={drawn.error} />}
      <Drawn
        shown={drawn.data}
        channel={settled.channel}
        locale={settled.locale}
        isBlank={settled.text === undefined}
      />
    </>
  )
}

type Asked = BodySent<'drawMessage'>

/** Blanks are left out. */
function askedOf({ draft, locale, message }: LocaleProps, channel: Asked['channel']): Asked {
  const { purpose, legalBasis, validity, timeZone } = bodyOf(draft)
  const { subject, text, html } = message
  return {
    ...{ channel, locale, timeZone },
    ...(subject === '' ? {} : { subject }),
    ...(text === '' ? {} : { text }),
    ...(html === '' ? {} : { html }),
    ...(draft.name === '' ? {} : { campaignName: draft.name }),
    ...(purpose === '' ? {} : { purpose }),
    ...(legalBasis === undefined ? {} : { legalBasis }),
    ...(hasEnd(validity) ? { validity } : {}),
  }
}

const hasEnd = (validity: Partial<Record<'days' | 'until', unknown>>) =>
  'days' in validity ? validity.days !== undefined : validity.until !== ''

interface DrawnProps {
  shown: ReplyOf<'drawMessage'> | undefined
  channel: Asked['channel']
  locale: string
  isBlank: boolean
}

function Drawn({ shown, channel, locale, isBlank }: DrawnProps) {
  const { t } = useWords('compose')
  return (
    <div className={css.preview} dir={directionOf(locale)} lang={locale}>
      {channel !== 'sms' && (
        <div className={css.previewHead}>
          <strong>{shown?.subject || t('say.noSubject')}</strong>
        </div>
      )}
      {channel === 'email' ? (
        <Mail html={shown?.html ?? ''} />
      ) : (
        <div className={css.previewText}>{isBlank ? t('say.noText') : shown?.text}</div>
      )}
    </div>
  )
}

/** As high as the mail is. Nothing runs inside: it is let in no further than to be measured. */
function Mail({ html }: { html: string }) {
  const { t } = useWords('compose')
  const [height, setHeight] = useState<number>()
  return (
    <iframe
      className={css.frame}
      title={t('say.previewMail')}
      sandbox="allow-same-origin"
      srcDoc={html}
      style={{ blockSize: height }}
      onLoad={({ currentTarget }) => setHeight(currentTarget.contentDocument?.documentElement.offsetHeight)}
    />
  )
}
