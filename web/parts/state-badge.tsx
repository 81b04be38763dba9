// The state of a campaign as a small sign: a word first, a colour second.
import type { CampaignState } from '#shared/kinds.ts'
import css from './state-badge.module.css'
import { stateWords } from './words.ts'

export function StateBadge({ state }: { state: CampaignState }) {
  return (
    <span className={css.badge} data-state={state}>
      {stateWords[state]}
    </span>
  )
}
