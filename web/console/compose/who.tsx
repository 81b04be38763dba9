// Step two: for whom, over which channel, for which purpose; with the consents that this needs.
import { Button, Checkbox, Group, MultiSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Channel } from '#shared/kinds.ts'
import { call } from '../../api/call.ts'
import { purposes as purposesQuery } from '../../api/queries.ts'
import { useWhyNot } from '../../parts/access.ts'
import { ChoiceBlank, NumberBlank } from '../../ui/blank.tsx'
import { Failure } from '../../ui/failure.tsx'
import { fieldId, useReason } from '../../ui/reasons.tsx'
import css from './step.module.css'
import type { StepProps } from './step.tsx'
import { Sentence, Step } from './step.tsx'
import type { Template } from './templates.ts'
import { purposeFor } from './templates.ts'
import { CurrencyNumber, countries } from './words-of-money.tsx'

const offered: { value: Channel; label: string; says: string }[] = [
  { value: 'email', label: 'E-mail', says: 'The message below, with the code in it.' },
  { value: 'onsite', label: 'Your own pages', says: 'Shown to customers who are signed in at your shop.' },
]

export function Who({ draft, set, template }: StepProps & { template: Template }) {
  const reason = useReason('channels')
  return (
    <Step
      number={2}
      title="For whom"
      path="segment"
      also={['purpose', 'needs', 'notice', 'legalBasis']}
      hint="Only people who agreed to exactly this use are ever reached. You see how many on the side."
    >
      <PurposeLine draft={draft} set={set} template={template} />
      {draft.otherSegment === null ? (
        <People draft={draft} set={set} />
      ) : (
        <p className={css.small}>A rule made elsewhere says who it is for. It is kept as it is.</p>
      )}
      <Checkbox.Group
        id={fieldId('channels')}
        label="Over which channels"
        value={draft.channels}
        error={reason}
        onChange={(picked) => set({ channels: picked as Channel[] })}
        mt="md"
      >
        <Group gap="xl" mt={6}>
          {offered.map((channel) => (
            <Checkbox key={channel.value} value={channel.value} label={channel.label} description={channel.says} />
          ))}
        </Group>
      </Checkbox.Group>
    </Step>
  )
}

function People({ draft, set }: StepProps) {
  return (
    <>
      <Sentence>
        It is for customers with at least
        <NumberBlank
          label="Least number of orders"
          path="segment.orders"
          value={draft.leastOrders}
          onChange={(leastOrders) => set({ leastOrders })}
          placeholder="any"
          width={7}
        />
        orders who have spent at least
        <CurrencyNumber
          label="Least spent so far"
          path="segment.spent"
          currency={draft.currency}
          value={draft.leastSpent}
          onChange={(leastSpent) => set({ leastSpent })}
          placeholder="anything"
        />
        so far.
      </Sentence>
      <MultiSelect
        label="Only in these countries"
        description="Leave it empty for all. Each narrowing may need one more consent, and then reaches fewer people."
        placeholder={draft.countries.length === 0 ? 'All countries' : ''}
        data={countries()}
        value={draft.countries}
        onChange={(picked) => set({ countries: picked })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'All countries' }}
        className={css.field}
      />
    </>
  )
}

function PurposeLine({ draft, set, template }: StepProps & { template: Template }) {
  const purposes = useQuery(purposesQuery)
  const keys = purposes.data?.data.map((purpose) => purpose.key)
  useEffect(() => {
    if (draft.purpose === '' && keys !== undefined && keys.length > 0) {
      const fitting = purposeFor(template, keys)
      if (fitting !== '') set({ purpose: fitting })
    }
  }, [draft.purpose, keys, set, template])
  if (purposes.isError) return <Failure error={purposes.error} onRetry={() => purposes.refetch()} />
  if (purposes.isPending) return null
  const known = purposes.data.data.map((purpose) => ({ value: purpose.key, label: purpose.title }))
  const isFitting = purposeFor(template, keys ?? []) !== ''
  return (
    <>
      {known.length > 0 && (
        <Sentence>
          People were asked about it as
          <ChoiceBlank
            label="Purpose that people agreed to"
            path="purpose"
            value={draft.purpose}
            onChange={(purpose) => set({ purpose })}
            choices={draft.purpose === '' ? [{ value: '', label: 'choose a purpose' }, ...known] : known}
          />
        </Sentence>
      )}
      {!isFitting && draft.purpose === '' && <NewPurpose template={template} onMade={(purpose) => set({ purpose })} />}
    </>
  )
}

/** Nothing can be asked for without a name for it: the first campaign of a kind names its purpose. */
function NewPurpose({ template, onMade }: { template: Template; onMade: (key: string) => void }) {
  const whyNot = useWhyNot('purposes.write')
  const client = useQueryClient()
  const { key, title, benefit } = template.purpose
  const make = useMutation({
    mutationFn: () => call('createPurpose', { body: { key, title, benefit, legalBasis: 'consent' } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: purposesQuery.queryKey })
      onMade(key)
    },
  })
  return (
    <div className={css.purpose}>
      <p>
        <strong>No purpose fits this yet.</strong> People agree to a purpose, not to a campaign: one purpose, such as “
        {title}
        ”, serves every campaign of its kind.
        {whyNot !== null && ' Ask who looks after privacy at your shop to make one.'}
      </p>
      {whyNot === null && (
        <Button size="sm" onClick={() => make.mutate()} loading={make.isPending}>
          Make the purpose “{title}”
        </Button>
      )}
      {make.isError && <Failure error={make.error} />}
    </div>
  )
}
