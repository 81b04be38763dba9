// The form of a campaign: six sentences on the left, whom it reaches on the side, save and launch below.
import { TextInput } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import type { Reason } from '../../api/refused.ts'
import { isRefused, stepsOf } from '../../api/refused.ts'
import { useWhyNot } from '../../parts/access.ts'
import { LaunchWords } from '../../parts/launch.tsx'
import { Reach } from '../../parts/reach.tsx'
import { fieldFor, ReasonSummary } from '../../parts/reasons.tsx'
import { Ticket } from '../../parts/ticket.tsx'
import { channelInWords, triggerInWords } from '../../parts/words.ts'
import { Act } from '../../ui/act.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { listed, money } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { fieldId, ReasonsProvider, useReason } from '../../ui/reasons.tsx'
import css from './composer.module.css'
import type { Draft } from './draft.ts'
import { minorOf, previewOf, triggerOf } from './draft.ts'
import { Limits, Validity } from './limits.tsx'
import { filledIn, Message } from './message.tsx'
import { useSaving } from './saving.ts'
import type { StepProps } from './step.tsx'
import type { Template } from './templates.ts'
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
  const [draft, setDraft] = useState(start)
  const set = useCallback((change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change })), [])
  const saving = useSaving(id)
  const [isAsking, setAsking] = useState(false)
  useArrival()
  const reasons: Reason[] = isRefused(saving.error) ? saving.error.reasons : []
  return (
    <Page
      title={id === null ? `New campaign: ${template.title.toLowerCase()}` : `Draft: ${start.name}`}
      eyebrow={eyebrow}
    >
      <ReasonsProvider value={reasons}>
        {saving.error !== null && (
          <div className={css.summary}>
            <ReasonSummary error={saving.error} title={titleOf(saving.failed)} onGo={goTo} />
          </div>
        )}
        <form className={css.layout} onSubmit={(event) => event.preventDefault()} aria-label="Campaign">
          <div className={css.steps}>
            <NameField draft={draft} set={set} />
            <When draft={draft} set={set} />
            <Who draft={draft} set={set} template={template} />
            <What draft={draft} set={set} />
            <Limits draft={draft} set={set} />
            <Validity draft={draft} set={set} />
            <Message draft={draft} set={set} />
          </div>
          <aside className={css.side} aria-label="What comes of it">
            <Reach asked={previewOf(draft)} />
            <Ticket
              worth={worthInWords(draft.variants[0]?.offer, draft.currency)}
              note={filledIn('Good until {{voucher.expiresOn}}', draft)}
              code={filledIn('{{voucher.code}}', draft)}
            />
          </aside>
          <Actions saving={saving} draft={draft} onLaunch={() => setAsking(true)} />
        </form>
      </ReasonsProvider>
      <Confirm
        title="Launch this campaign?"
        verb="Launch now"
        opened={isAsking}
        isBusy={saving.isBusy}
        returnsFocus={saving.error === null}
        onClose={() => setAsking(false)}
        onConfirm={() => saving.launch(draft, () => setAsking(false))}
      >
        <LaunchWords sentence={sentenceOf(draft)} most={limitOf(draft)} />
      </Confirm>
    </Page>
  )
}

const titleOf = (failed: 'save' | 'launch') =>
  failed === 'launch' ? 'This campaign cannot be launched yet' : 'This draft cannot be saved yet'

function limitOf(draft: Draft): string | null {
  const limit = minorOf(draft.limit, draft.currency)
  return limit === undefined ? null : money(limit, draft.currency)
}

function sentenceOf(draft: Draft): string {
  const offers = draft.variants.map((variant) => worthInWords(variant.offer, draft.currency))
  const channels = listed(draft.channels.map(channelInWords))
  return `${offers.join(', or ')}, ${triggerInWords(triggerOf(draft))}, by ${channels}.`
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
  return (
    <TextInput
      id={fieldId('name')}
      label="Name"
      description="Only your team sees it."
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
  const whyNot = useWhyNot('campaigns.write')
  return (
    <div className={css.actions}>
      <span className={css.saved} role="status">
        {saving.savedAt === null ? 'Nothing is sent before you launch.' : `Draft saved at ${saving.savedAt}.`}
      </span>
      <Act variant="default" size="md" onClick={() => saving.save(draft)} whyNot={whyNot} loading={saving.isBusy}>
        Save draft
      </Act>
      <Act size="md" onClick={onLaunch} whyNot={whyNot}>
        Launch
      </Act>
    </div>
  )
}
