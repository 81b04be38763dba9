// My data with what puts it right, and who used what and when.
import { Refusal } from '#core/refusal.ts'
import { myData } from '#privacy/my-data.ts'
import { type Corrections, rectify } from '#privacy/rectify.ts'
import { askStep } from '#privacy/second-step.ts'
import { usageOf } from '#privacy/usage.ts'
import type { News } from '../../../web/privacy/models.ts'
import { dataPage, usagePage } from '../../../web/privacy/pages/data.ts'
import { stepPage } from '../../../web/privacy/pages/entry.ts'
import { fieldOf } from './pages-frame.ts'
import { attempt, type Shown, type Visit, wrongCode } from './pages-visit.ts'

/** As many as a page of an old phone can bear; the file has them all. */
const USES_SHOWN = 60
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/u

type Editable = Awaited<ReturnType<typeof myData>>['editable']
const names = ['givenName', 'familyName', 'email'] as const

export async function showDataRoom(visit: Visit): Promise<Shown> {
  const { house, frame, customerId, req, act, wrong } = visit
  const before = await myData(house, customerId)
  if (act === '') return { page: dataPage(frame, before) }
  const filled = Object.fromEntries(names.map((name) => [name, fieldOf(req, name).trim()])) as unknown as Editable
  const asking = stepPage(frame, { action: '/privacy/data', why: 'rectify', values: { ...filled } })
  if (wrong)
    return wrongCode(frame, (shown) =>
      stepPage(shown, { action: '/privacy/data', why: 'rectify', values: { ...filled } }),
    )
  if (filled.email !== '' && !EMAIL.test(filled.email)) {
    const errors = [{ field: 'field-email', text: frame.words.t('entry.address.wrong') }]
    const news: News = { tone: 'bad', title: frame.words.t('error.form'), errors }
    return { page: dataPage({ ...frame, news }, { ...before, editable: filled }), news }
  }
  let isStepNeeded = act === 'ask'
  const news = await attempt(frame, async () => {
    const saved = isStepNeeded ? null : await save(visit, before.editable, filled)
    if (saved !== null) return saved
    isStepNeeded = true
    await askStep(house, visit.session.next, 'rectify', frame.words.locale)
    return null
  })
  if (isStepNeeded && news === null) return { page: asking }
  return { page: dataPage(frame, await myData(house, customerId)), news }
}

/** Null when the second step is needed first. */
async function save(
  { house, customerId, session, frame }: Visit,
  before: Editable,
  filled: Editable,
): Promise<News | null> {
  const changed: Corrections = {}
  for (const name of names) if (filled[name] !== before[name]) changed[name] = filled[name] === '' ? null : filled[name]
  try {
    const { proofMailed } = await rectify(house, customerId, changed, { stepped: session.step === 'rectify' })
    const { t } = frame.words
    return { tone: 'good', title: t('data.saved'), text: t(proofMailed ? 'data.saved.proof' : 'data.saved.text') }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'step.needed') return null
    throw error
  }
}

export async function showUsageRoom({ house, frame, customerId }: Visit): Promise<Shown> {
  return { page: usagePage(frame, (await usageOf(house, customerId)).slice(0, USES_SHOWN)) }
}
