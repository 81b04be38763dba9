// Step six: what people read, beside how it will look to one of them.
import { Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReplyOf } from '#shared/api.ts'
import { smsLength } from '../../api/queries.ts'
import { dayInWords } from '../../ui/format.ts'
import { fieldId, useReason } from '../../ui/reasons.tsx'
import type { Draft } from './draft.ts'
import { LOCALE } from './draft.ts'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Step } from './step.tsx'

const HINT =
  'In double braces stand the words that differ for each: {{voucher.code}}, {{voucher.expiresOn}}, {{customer.givenName}}. The name needs a consent of its own.'

export function Message({ draft, set }: StepProps) {
  return (
    <Step number={6} title="In which words" path="message" hint={HINT}>
      <div className={css.two}>
        <div>
          <TextInput
            id={fieldId(`message.${LOCALE}.subject`)}
            label="Subject"
            value={draft.subject}
            error={useReason(`message.${LOCALE}.subject`)}
            onChange={(event) => set({ subject: event.currentTarget.value })}
          />
          <Textarea
            id={fieldId(`message.${LOCALE}.text`)}
            label="Text"
            mt="sm"
            autosize
            minRows={7}
            maxRows={18}
            value={draft.text}
            description={draft.channels.includes('sms') ? <SmsLength text={filledIn(draft.text, draft)} /> : undefined}
            error={useReason(`message.${LOCALE}.text`)}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
        </div>
        <section aria-label="Preview of the message">
          <p className={css.small} style={{ margin: '0 0 0.3rem' }}>
            Preview, with invented details
          </p>
          <div className={css.preview}>
            <div className={css.previewHead}>
              <strong>{filledIn(draft.subject, draft) || 'No subject'}</strong>
            </div>
            <div className={css.previewText}>{filledIn(draft.text, draft) || 'No text yet.'}</div>
          </div>
        </section>
      </div>
    </Step>
  )
}

/** Without the line that ends them. */
function SmsLength({ text }: { text: string }) {
  const [settled] = useDebouncedValue(text, 300)
  const { data } = useQuery(smsLength(settled))
  return data === undefined ? 'Counting …' : lengthInWords(data)
}

/** Pure: what a text costs as a text message. */
function lengthInWords({ encoding, segments, signs, outsideGsm }: ReplyOf<'measureSms'>): string {
  const long = `${signs} signs, ${segments === 1 ? 'one text message' : `${segments} text messages`} (${encoding})`
  return outsideGsm.length === 0 ? long : `${long}; without ${outsideGsm.slice(0, 5).join(' ')} it would be shorter`
}

/** Pure: a text with its words in braces replaced by samples; unknown ones stay to be seen. */
export function filledIn(
  text: string,
  draft: Pick<Draft, 'name' | 'validFor' | 'days' | 'until'>,
  now = Date.now(),
): string {
  const lastDay =
    draft.validFor === 'until' && draft.until !== ''
      ? draft.until
      : new Date(now + Number(draft.days || 0) * 86_400_000).toISOString().slice(0, 10)
  const samples: Record<string, string> = {
    'voucher.code': 'K7QDX-M2HVA-4TRW',
    'voucher.expiresOn': dayInWords(lastDay),
    'campaign.name': draft.name,
    'customer.givenName': 'Ada',
    'customer.familyName': 'Lovelace',
    'customer.favouriteCategory': 'Bikes',
  }
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => samples[name] ?? whole)
}
