// The voucher as a customer would hold it: what it is worth, its code, its last day.
import css from './ticket.module.css'

interface TicketProps {
  worth: string
  note: string
  code: string
}

export function Ticket({ worth, note, code }: TicketProps) {
  return (
    <section className={css.ticket} aria-label="How the voucher looks">
      <div className={css.worth}>
        <strong>{worth}</strong>
        <span>{note}</span>
      </div>
      <div className={css.code}>
        <span>Code</span>
        <code>{code}</code>
      </div>
    </section>
  )
}
