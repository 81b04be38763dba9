// The state of a voucher as a small sign: a word first, a colour second.
import type { VoucherState } from '#shared/kinds.ts'
import { useWords } from '../../words.ts'
import css from './desk.module.css'

const toneOf: Record<VoucherState, string> = {
  issued: 'good',
  held: 'warn',
  redeemed: 'good',
  revoked: 'bad',
  expired: 'plain',
}

export function VoucherStateBadge({ state }: { state: VoucherState }) {
  const { t } = useWords('vouchers')
  return (
    <span className={css.badge} data-tone={toneOf[state]}>
      {t(`state.${state}`)}
    </span>
  )
}
