// The form of a campaign: eight sentences on the left, what comes of it on the side, save and launch below.
import { Button, TextInput } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import type { Reason } from '../../api/refused.ts'
import { isRefused, stepsOf } from '../../api/refused.ts'
import { useWhyNot } from '../../parts/access.ts'
import { Approval } from '../../parts/approval.tsx'
import { LaunchWords } from '../../parts/launch.tsx'
import { fieldFor, ReasonSummary, reasonToTell } from '../../parts/reasons.tsx'
import { Ticket } from '../../parts/ticket.tsx'
import { Tour } from '../../parts/tour.tsx'
import { inOneSentence } from '../../parts/words.ts'
import { Act } from '../../ui/act.tsx'
import { useBesideRouter } from '../../ui/address.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { money } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { fieldId, ReasonsProvider, useReason } from '../../ui/reasons.tsx'
import { useWords } from '../words.ts'
import { Channels } from './channels.tsx'
import { CheckPanel, useCheck } from './check-panel.tsx'
import css from './composer.module.css'
import type { Draft } from './draft.ts'
import { filledIn } from './filled-in.ts'
import { forgetDraft, keepDraft, keptDraft } from './kept-draft.ts'
import { Limits, Validity } from './limits.tsx'
import { Message } from './message.tsx'
import { useSaving } from './saving.ts'
import type { StepProps } from './step.tsx'
import type { Template } from './templates.ts'
import { Tested } from './tested.tsx'
import { triggerOf } from './trigger-draft.ts'
import { minorOf } from './typed.ts'
import { What } from './what.tsx'
import { When } from './when.tsx'
import { Who } from './who.tsx'
import { worthInWords } from './worth.ts'

interface ComposerProps {
  template: Template
  start: Draft
  id: string | null
  eyebrow: React.ReactNode
}

export function Composer({ template, start, id, eyebrow }: ComposerProps) {
  const { t } = useWords('compose')
  const saving = useSaving(id)
  const name = saving.id ?? `new.${template.key}`
  const { draft, set, isRestored, startOver } = useDraft(name, start, saving.saves)
  const check = useCheck(draft, saving.id)
  const [open, setOpen] = useBesideRouter('open')
  useArrival()
  const reasons: Reason[] = isRefused(saving.error) ? saving.error.reasons : []
  const title = t(`tpl.${template.name}.title`)
  return (
    <Page title={id === null ? t('new.title', { title }) : t('draft.title', { name: start.name })} eyebrow={eyebrow}>
      <Tour step={2} />
      {isRestored && <Restored onStartOver={startOver} />}
      <ReasonsProvider value={reasons.map((reason) => ({ ...reason, message: reasonToTell(reason) }))}>
        {saving.error !== null && (
          <div className={css.summary}>
            <ReasonSummary error={saving.error} title={t(`failed.${saving.failed}`)} onGo={goTo} />
          </div>
        )}
        <form className={css.layout} onSubmit={(event) => event.preventDefault()} aria-label={t('form')}>
          <div className={css.steps}>
            <NameField draft={draft} set={set} />
            <When draft={draft} set={set} />
            <Who draft={draft} set={set} template={template} />
            <What draft={draft} set={set} />
            <Limits draft={draft} set={set} />
            <Channels draft={draft} set={set} />
            <Validity draft={draft} set={set} />
            <Message draft={draft} set={set} keep={() => saving.keep(draft)} />
            <Tested draft={draft} set={set} reachable={check.checked.data?.reach?.reachable ?? null} />
          </div>
          <aside className={css.side} aria-label={t('side')}>
            <CheckPanel draft={draft} of={check} onGo={goTo} />
            {saving.id !== null && <Approval id={saving.id} />}
            <Ticket
              worth={worthInWords(draft.variants[0]?.offer, draft.currency)}
              note={t('ticket.until', { day: filledIn('{{voucher.expiresOn}}', draft) })}
              code={filledIn('{{voucher.code}}', draft)}
            />
          </aside>
          <Actions saving={saving} draft={draft} onLaunch={() => setOpen('launch')} />
        </form>
      </ReasonsProvider>
      <Confirm
        title={t('launch.title')}
        verb={t('launch.now')}
        opened={open === 'launch'}
        isBusy={saving.isBusy}
        returnsFocus={saving.error === null}
        onClose={() => setOpen(null)}
        onConfirm={() => saving.launch(draft, () => setOpen(null))}
      >
        <LaunchWords sentence={sentenceOf(draft)} most={limitOf(draft)} />
      </Confirm>
    </Page>
  )
}

/** What is typed, kept in the tab until it is saved. */
function useDraft(name: string, start: Draft, saves: number) {
  const [kept] = useState(() => keptDraft(name, start))
  const [first] = useState(name)
  const [draft, setDraft] = useState(kept ?? start)
  const [isRestored, setRestored] = useState(kept !== null)
  const stored = useRef(start)
  const set = useCallback((change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change })), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each save, and at nothing else
  useEffect(() => {
    if (saves === 0) return
    stored.current = draft
    setRestored(false)
    for (const one of [first, name]) forgetDraft(one)
  }, [saves])
  useEffect(() => {
    if (typedOf(draft) !== typedOf(stored.current)) keepDraft(name, draft)
  }, [name, draft])
  const startOver = () => {
    setRestored(false)
    stored.current = start
    setDraft(start)
    forgetDraft(name)
  }
  return { draft, set, isRestored, startOver }
}

/** What somebody has typed of it: a purpose is also chosen by the page itself. */
const typedOf = (draft: Draft): string => JSON.stringify({ ...draft, purpose: '' })

function Restored({ onStartOver }: { onStartOver: () => void }) {
  const { t } = useWords('compose')
  return (
    <p className={css.restored} role="status">
      {t('kept')}{' '}
      <Button variant="subtle" size="compact-sm" onClick={onStartOver}>
        {t('startOver')}
      </Button>
    </p>
  )
}

function limitOf(draft: Draft): string | null {
  const limit = minorOf(draft.limit, draft.currency)
  return limit === undefined ? null : money(limit, draft.currency)
}

function sentenceOf(draft: Draft): string {
  const offers = draft.variants.map((variant) => worthInWords(variant.offer, draft.currency))
  return inOneSentence(offers, triggerOf(draft), draft.channels)
}

/** Coming from a refusal elsewhere: go to the field that it named. */
function useArrival() {
  const state: unknown = useLocation().state
  const path = typeof state === 'object' && state !== null && 'go' in state ? String(state.go) : null
  useEffect(() => {
    if (path !== null) goTo(path)
  }, [path])
}

function goTo(path: string) {
  const field = fieldFor(path) ?? document.getElementById(fieldId(stepsOf(path)[0] ?? 'name'))
  field?.closest('details')?.setAttribute('open', '')
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}

function NameField({ draft, set }: StepProps) {
  const { t } = useWords('compose')
  return (
    <TextInput
      id={fieldId('name')}
      label={t('name')}
      description={t('nameHint')}
      size="md"
      value={draft.name}
      error={useReason('name')}
      onChange={(event) => set({ name: event.currentTarget.value })}
    />
  )
}

interface ActionsProps {
  saving: ReturnType<typeof useSaving>
  draft: Draft
  onLaunch: () => void
}

function Actions({ saving, draft, onLaunch }: ActionsProps) {
  const { t } = useWords('compose')
  const whyNot = useWhyNot('campaigns.write')
  return (
    <div className={css.actions}>
      <span className={css.saved} role="status">
        {saving.savedAt === null ? t('saved.nothing') : t('saved.at', { time: saving.savedAt })}
      </span>
      <Act variant="default" size="md" onClick={() => saving.save(draft)} whyNot={whyNot} loading={saving.isBusy}>
        {t('saveDraft')}
      </Act>
      <Act size="md" onClick={onLaunch} whyNot={whyNot}>
        {t('launch.verb')}
      </Act>
    </div>
  )
}
