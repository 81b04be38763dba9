// Pure: what is written, by language, as the form holds it and as the doors take it.
import type { BodySent } from '#shared/api.ts'
import type { Campaign } from '../../parts/words.ts'

type Message = NonNullable<BodySent<'createCampaign'>['message']>
type Saying = Message[string]

export interface MessageDraft {
  subject: string
  text: string
  html: string
  /** What the reminder says; blank for the same again. */
  reminderSubject: string
  reminderText: string
  /** What the form does not show of it; kept as it is. */
  other: { tones?: Saying['tones']; reminderHtml?: string }
}
export const LOCALE = 'en'
export const blankMessage: MessageDraft = {
  subject: '',
  text: '',
  html: '',
  reminderSubject: '',
  reminderText: '',
  other: {},
}

export function messageOf(messages: Messages): Message {
  const written = Object.entries(messages).filter(([, { text, subject, html }]) => `${text}${subject}${html}` !== '')
  return Object.fromEntries(written.map(([locale, said]) => [locale, sayingOf(said)]))
}

function sayingOf({ subject, text, html, reminderSubject, reminderText, other }: MessageDraft): Saying {
  const { tones, reminderHtml } = other
  const again = {
    ...(reminderSubject === '' ? {} : { subject: reminderSubject }),
    text: reminderText,
    ...(reminderHtml === undefined ? {} : { html: reminderHtml }),
  }
  return {
    ...(subject === '' ? {} : { subject }),
    text,
    ...(html === '' ? {} : { html }),
    ...(tones === undefined ? {} : { tones }),
    ...(reminderText === '' ? {} : { reminder: again }),
  }
}

export function messagesTyped(message: Campaign['message']): Messages {
  const typed = Object.entries(message).map(([locale, { subject, text, html, tones, reminder }]) => {
    const other = {
      ...(tones === undefined ? {} : { tones }),
      ...(reminder?.html === undefined ? {} : { reminderHtml: reminder.html }),
    }
    const again = { reminderSubject: reminder?.subject ?? '', reminderText: reminder?.text ?? '' }
    return [locale, { subject: subject ?? '', text, html: html ?? '', ...again, other }] as const
  })
  return typed.length === 0 ? { [LOCALE]: blankMessage } : Object.fromEntries(typed)
}

export type Messages = Record<string, MessageDraft>
