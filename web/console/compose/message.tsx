// Step seven: what people read, by language and channel, beside how it will look to one of them; and a test to oneself.
import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import type { Channel } from '#shared/kinds.ts'
import { directionOf } from '#shared/mail-look.ts'
import { call } from '../../api/call.ts'
import { smsLength } from '../../api/queries.ts'
import { useWhyNot } from '../../parts/access.ts'
import { channelInWords } from '../../parts/words.ts'
import { Act } from '../../ui/act.tsx'
import { useBesideRouter } from '../../ui/address.ts'
import { Failure } from '../../ui/failure.tsx'
import { count } from '../../ui/format.ts'
import { readerLocale } from '../../ui/language.ts'
import { fieldId, useReason } from '../../ui/reasons.tsx'
import { useWords, wordsOf } from '../words.ts'
import type { Draft } from './draft.ts'
import { filledIn, variables } from './filled-in.ts'
import { blankMessage, type MessageDraft } from './message-draft.ts'
import { Preview } from './preview.tsx'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Step } from './step.tsx'

interface MessageProps extends StepProps {
  /** Saves the draft and answers its id: a test is sent from what is stored. */
  keep: () => Promise<string>
}

export function Message({ draft, set, keep }: MessageProps) {
  const { t } = useWords('compose')
  const locales = Object.keys(draft.messages)
  const [chosen, setChosen] = useBesideRouter('language')
  const locale = chosen !== null && locales.includes(chosen) ? chosen : (locales[0] ?? 'en')
  const message = draft.messages[locale] ?? blankMessage
  const change = (part: Partial<MessageDraft>) =>
    set({ messages: { ...draft.messages, [locale]: { ...message, ...part } } })
  return (
    <Step number={7} title={t('say.title')} path="message" hint={t('say.hint')}>
      <div className={css.tools}>
        <SegmentedControl
          className={css.languages}
          aria-label={t('say.language')}
          value={locale}
          onChange={setChosen}
          data={locales.map((value) => ({ value, label: languageName(value) }))}
        />
        <AddLanguage draft={draft} set={set} onAdded={setChosen} />
        {locales.length > 1 && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => {
              const { [locale]: _, ...rest } = draft.messages
              set({ messages: rest })
            }}
          >
            {t('say.removeLanguage', { language: languageName(locale) })}
          </Button>
        )}
      </div>
      <div className={css.two}>
        <Written key={locale} draft={draft} locale={locale} message={message} change={change} />
        <section aria-label={t('say.preview')}>
          <Preview draft={draft} locale={locale} message={message} />
          <TestSend channels={draft.channels} locale={locale} keep={keep} />
        </section>
      </div>
    </Step>
  )
}

export interface LocaleProps {
  draft: Draft
  locale: string
  message: MessageDraft
}

const offered = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'tr',
  'ru',
  'uk',
  'ar',
  'he',
  'fa',
  'zh',
  'ja',
  'ko',
  'hi',
]

function languageName(locale: string): string {
  return new Intl.DisplayNames(readerLocale(), { type: 'language' }).of(locale) ?? locale
}

function AddLanguage({ draft, set, onAdded }: StepProps & { onAdded: (locale: string) => void }) {
  const { t } = useWords('compose')
  const left = offered.filter((locale) => draft.messages[locale] === undefined)
  return (
    <Select
      aria-label={t('say.addLanguage')}
      placeholder={t('say.addLanguage')}
      data={left.map((value) => ({ value, label: languageName(value) }))}
      value={null}
      searchable
      onChange={(locale) => {
        if (locale === null) return
        set({ messages: { ...draft.messages, [locale]: blankMessage } })
        onAdded(locale)
      }}
    />
  )
}

function Written({ draft, locale, message, change }: LocaleProps & { change: (part: Partial<MessageDraft>) => void }) {
  const { t } = useWords('compose')
  const dir = directionOf(locale)
  const at = `message.${locale}`
  return (
    <div>
      <TextInput
        id={fieldId(`${at}.subject`)}
        label={t('say.subject')}
        dir={dir}
        value={message.subject}
        error={useReason(`${at}.subject`)}
        onChange={(event) => change({ subject: event.currentTarget.value })}
      />
      <Textarea
        id={fieldId(`${at}.text`)}
        label={t('say.text')}
        dir={dir}
        mt="sm"
        autosize
        minRows={7}
        maxRows={18}
        value={message.text}
        description={draft.channels.includes('sms') ? <SmsLength text={filledIn(message.text, draft)} /> : undefined}
        error={useReason(`${at}.text`)}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <p className={css.small}>{t('say.insert')}</p>
      <div className={css.tools}>
        {variables.map((name) => (
          <Button
            key={name}
            variant="default"
            size="compact-xs"
            onClick={() => change({ text: `${message.text}{{${name}}}` })}
          >
            {t(`var.${name}`)}
          </Button>
        ))}
      </div>
      <details className={css.more}>
        <summary>{t('say.more')}</summary>
        <Textarea
          id={fieldId(`${at}.html`)}
          label={t('say.html')}
          description={t('say.htmlHint')}
          dir="ltr"
          autosize
          minRows={4}
          maxRows={14}
          value={message.html}
          error={useReason(`${at}.html`)}
          onChange={(event) => change({ html: event.currentTarget.value })}
        />
        <TextInput
          id={fieldId(`${at}.reminder.subject`)}
          label={t('say.reminderSubject')}
          mt="sm"
          dir={dir}
          value={message.reminderSubject}
          onChange={(event) => change({ reminderSubject: event.currentTarget.value })}
        />
        <Textarea
          id={fieldId(`${at}.reminder.text`)}
          label={t('say.reminderText')}
          description={t('say.reminderHint')}
          mt="sm"
          dir={dir}
          autosize
          minRows={3}
          value={message.reminderText}
          onChange={(event) => change({ reminderText: event.currentTarget.value })}
        />
      </details>
    </div>
  )
}

function TestSend({ channels, locale, keep }: { channels: Channel[]; locale: string } & Pick<MessageProps, 'keep'>) {
  const { t } = useWords('compose')
  const whyNot = useWhyNot('campaigns.write')
  const can = (['email', 'sms'] as const).filter((channel) => channels.includes(channel))
  const [chosen, setChosen] = useState<'email' | 'sms'>('email')
  const [to, setTo] = useState('')
  const channel = can.includes(chosen) ? chosen : can[0]
  const send = useMutation({
    mutationFn: async () => {
      const id = await keep()
      return call('testMessage', { params: { id }, body: { channel: channel ?? 'email', locale, to } })
    },
  })
  if (channel === undefined) return null
  return (
    <>
      <div className={css.tools}>
        <TextInput
          label={channel === 'sms' ? t('test.toPhone') : t('test.toMail')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {can.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('test.by')}
            value={channel}
            onChange={(value) => setChosen(value as 'email' | 'sms')}
            data={can.map((value) => ({ value, label: channelInWords(value) }))}
          />
        )}
        <Act
          variant="default"
          size="sm"
          onClick={() => send.mutate()}
          loading={send.isPending}
          whyNot={whyNot ?? (to === '' ? t('test.whereTo') : null)}
        >
          {t('test.send')}
        </Act>
      </div>
      {send.isError && <Failure error={send.error} />}
      <p className={css.small} aria-live="polite">
        {send.isSuccess && t(`test.${send.data.outcome}`)}
      </p>
    </>
  )
}

/** Without the line that ends them. */
function SmsLength({ text }: { text: string }) {
  const { t } = useWords('compose')
  const [settled] = useDebouncedValue(text, 300)
  const { data } = useQuery(smsLength(settled))
  return data === undefined ? t('sms.counting') : lengthInWords(data)
}

/** What a text costs as a text message. */
function lengthInWords({ encoding, segments, signs, outsideGsm }: ReplyOf<'measureSms'>): string {
  const t = wordsOf('compose')
  const long = t('sms.length', { signs: count(signs), messages: t('sms.messages', { count: segments }), encoding })
  return outsideGsm.length === 0 ? long : `${long}; ${t('sms.shorter', { signs: outsideGsm.slice(0, 5).join(' ') })}`
}
