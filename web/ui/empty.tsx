// An empty place that teaches: what would stand here, why it does not yet, and the one thing to do next.
import type { ReactNode } from 'react'
import css from './empty.module.css'

interface EmptyProps {
  title: string
  children: ReactNode
  action?: ReactNode
  icon?: ReactNode
}

export function Empty({ title, children, action, icon }: EmptyProps) {
  return (
    <div className={css.empty}>
      {icon && <div className={css.icon}>{icon}</div>}
      <h2 className={css.title}>{title}</h2>
      <div className={css.text}>{children}</div>
      {action && <div className={css.action}>{action}</div>}
    </div>
  )
}
