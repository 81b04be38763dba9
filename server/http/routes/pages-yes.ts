// A yes on the pages: whoever was handed a link may say no with it, and says yes only with a code that is mailed at that moment.
import { askStep } from '#privacy/second-step.ts'
import type { Frame, News } from '../../../web/privacy/models.ts'
import { stepPage } from '../../../web/privacy/pages/entry.ts'
import { fieldsOf } from './pages-frame.ts'
import { attempt, type Shown, type Visit, wrongCode } from './pages-visit.ts'

export interface Yes {
  /** Where the form with the code goes. */
  action: string
  /** What the press was, done once the code is right. */
  meant: string
  /** Fields of the form that come back with the code. */
  fields: readonly string[]
  /** Of them, what is not as it came. */
  instead?: Readonly<Record<string, string>>
}

/** A code is good for what follows within its ten minutes. */
export const mustProve = ({ session, wrong }: Visit): boolean => wrong || session.step !== 'grant'

/** What a press asks for: a form with a code says it in `meant`. */
export const pressOf = ({ act }: Visit, meant: string): string => (act === 'pass' || act === 'ask' ? meant : act)

/** Mails the code and answers the page that asks for it, or says once more what is wrong with the one that came. Where too
 * many codes were mailed already, it answers the reason instead. `done` is what was changed all the same. */
export async function askForYes(
  visit: Visit,
  { action, meant, fields, instead = {} }: Yes,
  done: News | null = null,
): Promise<{ shown: Shown } | { shown: null; news: News }> {
  const { house, frame, req, session, wrong } = visit
  const sent = fields.map((name) => [name, fieldsOf(req, name)] as const)
  const values = { ...Object.fromEntries(sent.filter(([, own]) => own.length > 0)), ...instead, meant }
  const page = (shown: Frame) => stepPage(shown, { action, why: 'grant', values })
  if (wrong) return { shown: wrongCode(frame, page) }
  const news = await attempt(frame, async () => {
    await askStep(house, session.next, 'grant', frame.words.locale)
    return null
  })
  return news === null ? { shown: { page: page(frame), news: done } } : { shown: null, news }
}
