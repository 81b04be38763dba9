// One step of the form: a numbered heading and a sentence with blanks below it.
import type { ReactNode } from 'react'
import { fieldId } from '../../ui/blank.tsx'
import type { Draft } from './draft.ts'
import css from './step.module.css'

export interface StepProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
}

interface FrameProps {
  number: number
  title: string
  hint?: ReactNode
  /** The part of the body this step fills, so that a refusal can lead here. */
  path: string
  children: ReactNode
}

export function Step({ number, title, hint, path, children }: FrameProps) {
  const id = fieldId(path)
  return (
    <fieldset className={css.step} id={id} tabIndex={-1}>
      <legend className={css.legend}>
        <span className={css.number} aria-hidden="true">
          {number}
        </span>
        {title}
      </legend>
      {hint && <p className={css.hint}>{hint}</p>}
      {children}
    </fieldset>
  )
}

/** A line of text that flows round its blanks. */
export function Sentence({ children }: { children: ReactNode }) {
  return <div className={css.sentence}>{children}</div>
}
