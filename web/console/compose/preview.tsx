// How a message will look to an invented reader, channel by channel: a mail wears what the shop's mails wear.
import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { directionOf, lookOf, paragraphs, wholeDocument } from '#shared/mail-look.ts'
import { quietHtml } from '#shared/quiet-html.ts'
import { houseSettings } from '../../api/house-settings.ts'
import { channelInWords } from '../../parts/words.ts'
import { useBesideRouter } from '../../ui/address.ts'
import { useWords } from '../words.ts'
import { filledIn } from './filled-in.ts'
import type { LocaleProps } from './message.tsx'
import css from './step.module.css'

export function Preview({ draft, locale, message }: LocaleProps) {
  const { t } = useWords('compose')
  const [chosen, setChosen] = useBesideRouter('preview')
  const channel = draft.channels.find((one) => one === chosen) ?? draft.channels[0]
  const text = filledIn(message.text, draft, locale)
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
      <div className={css.preview} dir={directionOf(locale)} lang={locale}>
        {channel !== 'sms' && (
          <div className={css.previewHead}>
            <strong>{filledIn(message.subject, draft, locale) || t('say.noSubject')}</strong>
          </div>
        )}
        {channel === 'email' && (message.html || text) !== '' ? (
          <Mail html={filledIn(message.html, draft, locale)} text={text} locale={locale} />
        ) : (
          <div className={css.previewText}>{text || t('say.noText')}</div>
        )}
      </div>
      {channel === 'email' && <p className={css.small}>{t('say.ends')}</p>}
    </>
  )
}

/** By the same code as the mails that are sent, but without the lines that every mail ends with, of which the words below it tell. */
function Mail({ html, text, locale }: { html: string; text: string; locale: string }) {
  const { t } = useWords('compose')
  const house = useQuery(houseSettings).data
  const dress = useMemo(() => lookOf({ name: '', colour: house?.colour ?? null, logo: house?.logo ?? null }), [house])
  const body = html === '' ? paragraphs(text) : quietHtml(html)
  return (
    <iframe className={css.frame} title={t('say.previewMail')} sandbox="" srcDoc={dress(wholeDocument(body, locale))} />
  )
}
