// The voucher as a customer would hold it: what it is worth, its code, its last day.
import { useWords } from '../console/words.ts'
import css from './ticket.module.css'

interface TicketProps {
  worth: string
  note: string
  code: string
}

export function Ticket({ worth, note, code }: TicketProps) {
  const { t } = useWords('compose')
  return (
    <section className={css.ticket} aria-label={t('ticket.title')}>
      <div className={css.worth}>
        <strong>{worth}</strong>
        <span>{note}</span>
      </div>
      <div className={css.code}>
        <span>{t('ticket.code')}</span>
        <code>{code}</code>
      </div>
    </section>
  )
}
