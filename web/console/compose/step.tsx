// One step of the form: a numbered heading and a sentence with blanks below it.
import { Fragment, type ReactNode } from 'react'
import { fieldId, ReasonLines } from '../../ui/reasons.tsx'
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
  /** Other parts of the body that have their place here. */
  also?: string[]
  children: ReactNode
}

/** Told at their own field or variant, so not again below the step. */
const ELSEWHERE = /^(variants\.\d+|message\.[\w-]+\.(subject|text)$)/

export function Step({ number, title, hint, path, also = [], children }: FrameProps) {
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
      <ReasonLines under={[path, ...also]} not={ELSEWHERE} />
    </fieldset>
  )
}

/** A sign that closes up to the blank before it. */
export function Stop({ children }: { children: string }) {
  return <span className={css.stop}>{children}</span>
}

/** A line of text that flows round its blanks. */
export function Sentence({ children }: { children: ReactNode }) {
  return <div className={css.sentence}>{children}</div>
}

interface FilledProps {
  /** Words with the names of their blanks in brackets, in whatever order a language wants them. */
  text: string
  blanks: Record<string, ReactNode>
}

/** A sentence whose blanks stand where the language in use puts them. */
export function Filled({ text, blanks }: FilledProps) {
  const [first = '', ...rest] = text.split('[')
  return (
    <Sentence>
      {first}
      {rest.map((part) => {
        const [name = '', after = ''] = part.split(']')
        return (
          <Fragment key={name}>
            {blanks[name]}
            <Between>{after}</Between>
          </Fragment>
        )
      })}
    </Sentence>
  )
}

function Between({ children }: { children: string }) {
  const [, sign = '', rest = ''] = /^([.,;:،؛)]?)([\s\S]*)$/.exec(children) ?? []
  return (
    <>
      {sign !== '' && <Stop>{sign}</Stop>}
      {rest}
    </>
  )
}
