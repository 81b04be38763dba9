// The state of a campaign as a small sign: a word first, a colour second.
import type { CampaignState } from '#shared/kinds.ts'
import { useWords } from '../console/words.ts'
import css from './state-badge.module.css'
import { stateInWords } from './words.ts'

export function StateBadge({ state }: { state: CampaignState }) {
  useWords('campaigns')
  return (
    <span className={css.badge} data-state={state}>
      {stateInWords(state)}
    </span>
  )
}
