// Over which channel, in which order, at which hours, how early among other campaigns, and with which reminder.
import { Button, Checkbox, Chip, Group } from '@mantine/core'
import type { Channel } from '#shared/kinds.ts'
import { channels as all } from '#shared/kinds.ts'
import { channelInWords } from '../../parts/words.ts'
import { ChoiceBlank, NumberBlank, TextBlank } from '../../ui/blank.tsx'
import { readerLocale } from '../../ui/language.ts'
import { fieldId, useReason } from '../../ui/reasons.tsx'
import { useWords } from '../words.ts'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Filled, Step } from './step.tsx'

export function Channels({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const reason = useReason('channels')
  const also = ['sendWindow', 'priority', 'reminder', 'startsAt', 'endsAt']
  const rest = all.filter((channel) => !draft.channels.includes(channel))
  return (
    <Step number={5} title={t('how.title')} path="channels" also={also} hint={t('how.hint')}>
      <Checkbox.Group
        label={t('how.label')}
        value={draft.channels}
        error={reason}
        onChange={(picked) => set({ channels: inOrderOf(draft.channels, picked as Channel[]) })}
      >
        <ul className={css.order}>
          {[...draft.channels, ...rest].map((channel, at) => (
            <li key={channel}>
              <Checkbox value={channel} label={channelInWords(channel)} />
              <small>{t(`how.${channel}`)}</small>
              {at > 0 && at < draft.channels.length && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => set({ channels: earlier(draft.channels, at) })}
                  aria-label={t('how.earlierLabel', { channel: channelInWords(channel) })}
                >
                  {t('how.earlier')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Checkbox.Group>
      <details className={css.more}>
        <summary>{t('how.more')}</summary>
        <Window draft={draft} set={set} />
        <Times draft={draft} set={set} />
      </details>
    </Step>
  )
}

/** Pure: those that were there keep their order, a new one comes last. */
export function inOrderOf(before: readonly Channel[], picked: readonly Channel[]): Channel[] {
  return [...before.filter((one) => picked.includes(one)), ...picked.filter((one) => !before.includes(one))]
}

/** Pure: the one at a place, one place earlier. */
export function earlier(channels: readonly Channel[], at: number): Channel[] {
  const [moved] = channels.slice(at, at + 1)
  const others = channels.filter((_, index) => index !== at)
  return moved === undefined ? others : [...others.slice(0, at - 1), moved, ...others.slice(at - 1)]
}

const dayNames = () => {
  const format = new Intl.DateTimeFormat(readerLocale(), { weekday: 'short', timeZone: 'UTC' })
  // 1 June 2026 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, name: format.format(Date.UTC(2026, 5, day)) }))
}

function Window({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const how = (
    <ChoiceBlank
      label={t('how.windowLabel')}
      path="sendWindow"
      value={draft.hasWindow ? 'window' : 'any'}
      onChange={(choice) => set({ hasWindow: choice === 'window' })}
      choices={[
        { value: 'any', label: t('how.anyTime') },
        { value: 'window', label: t('how.between') },
      ]}
    />
  )
  const time = (name: 'windowFrom' | 'windowTo', label: string) => (
    <TextBlank
      type="time"
      label={label}
      path={name === 'windowFrom' ? 'sendWindow.from' : 'sendWindow.to'}
      value={draft[name]}
      onChange={(at) => set({ [name]: at })}
      width={11}
    />
  )
  if (!draft.hasWindow) return <Filled text={t('how.send')} blanks={{ how }} />
  return (
    <>
      <Filled
        text={t('how.window')}
        blanks={{ how, from: time('windowFrom', t('how.from')), to: time('windowTo', t('how.to')) }}
      />
      <Chip.Group
        multiple
        value={draft.windowDays.map(String)}
        onChange={(days) => set({ windowDays: days.map(Number).sort() })}
      >
        <Group gap="xs" id={fieldId('sendWindow.days')} role="group" aria-label={t('how.days')}>
          {dayNames().map(({ day, name }) => (
            <Chip key={day} value={String(day)} size="sm">
              {name}
            </Chip>
          ))}
          <span className={css.small}>{t('how.noDays')}</span>
        </Group>
      </Chip.Group>
    </>
  )
}

function Times({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  const day = (name: 'startsOn' | 'endsOn', path: string, label: string) => (
    <TextBlank
      type="date"
      label={label}
      path={path}
      value={draft[name]}
      onChange={(value) => set({ [name]: value })}
      width={16}
    />
  )
  return (
    <>
      <Filled
        text={t('how.remind')}
        blanks={{
          days: (
            <NumberBlank
              label={t('how.remindLabel')}
              path="reminder.daysBefore"
              value={draft.remindDays}
              onChange={(remindDays) => set({ remindDays })}
              placeholder={t('how.never')}
              width={8}
            />
          ),
        }}
      />
      <Filled
        text={t('how.priority')}
        blanks={{
          priority: (
            <NumberBlank
              label={t('how.priorityLabel')}
              path="priority"
              value={draft.priority}
              onChange={(priority) => set({ priority })}
              placeholder="500"
              width={7}
            />
          ),
        }}
      />
      <Filled
        text={t('how.runs')}
        blanks={{
          from: day('startsOn', 'startsAt', t('how.startsLabel')),
          to: day('endsOn', 'endsAt', t('how.endsLabel')),
        }}
      />
    </>
  )
}
