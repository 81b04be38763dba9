// A version of the notice for anybody: /notices/{version}, its clauses with anchors, what it changed and how its words differ.
import type { Request, Response } from 'express'
import { compareTexts } from '#consent/compare-texts.ts'
import { listNotices, showPublished } from '#consent/notice.ts'
import { listPurposes, type Purpose, purposeWords } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { chooseLocale as nearest } from '#delivery/message.ts'
import type { NoticeText } from '../../../web/privacy/models.ts'
import { noticePage } from '../../../web/privacy/pages/notice.ts'
import { categoryName, channelName } from '../../../web/privacy/parts.ts'
import type { Words } from '../../../web/privacy/words.ts'
import { makeFrame, send } from './pages-frame.ts'

type Shown = Awaited<ReturnType<typeof showPublished>>

const VERSIONS_SHOWN = 20
const MOST_PURPOSES = 1_000

export async function showNoticePage(house: House, req: Request, res: Response): Promise<void> {
  const version = Number(/^[1-9]\d{0,8}$/.exec(String(req.params.version))?.[0] ?? 0)
  const frame = await makeFrame(house, req, { path: `/notices/${version}` })
  send(res, 200, frame, noticePage(frame, await readNotice(house, version, frame.words)))
}

async function readNotice({ store, clock }: House, version: number, words: Words): Promise<NoticeText> {
  const [q, now] = [store.read, clock.now()]
  const notice = await showPublished(q, version, now)
  const locale = nearest(Object.keys(notice.texts), words.locale) ?? ''
  const text = notice.texts[locale]
  if (text === undefined) throw new Refusal('notice.not_found')
  const newest = await listNotices(q, { limit: VERSIONS_SHOWN }, now)
  const earlier = await listNotices(q, { limit: VERSIONS_SHOWN, cursor: String(version) }, now)
  const before = earlier.data.find(({ publishedAt }) => publishedAt !== null)?.texts[locale]
  const purposes = new Map((await listPurposes(q, { limit: MOST_PURPOSES })).data.map((one) => [one.key, one]))
  return {
    version,
    publishedAt: Date.parse(notice.publishedAt ?? ''),
    effectiveAt: Date.parse(notice.effectiveAt ?? ''),
    inForce: notice.inForce,
    title: text.title,
    body: text.body,
    sha256: text.sha256,
    locale,
    clauses: clausesOf(notice, purposes, words.locale),
    changes: notice.changes.map((one) => changeOf(one, purposes, words)),
    diff: before === undefined ? [] : compareTexts(before.body, text.body),
    versions: newest.data.filter(({ publishedAt }) => publishedAt !== null).map((one) => one.version),
  }
}

function clausesOf(notice: Shown, purposes: Map<string, Purpose>, locale: string): NoticeText['clauses'] {
  return [...Map.groupBy(notice.scope, ({ purpose }) => purpose)].map(([purpose, cells]) => {
    const known = purposes.get(purpose)
    const words = known === undefined ? undefined : purposeWords(known, locale)
    return {
      purpose,
      title: words?.title ?? purpose,
      benefit: words?.benefit ?? null,
      incentive: words?.incentive ?? null,
      cells,
    }
  })
}

function changeOf(
  { kind, material, cell, detail }: Shown['changes'][number],
  purposes: Map<string, Purpose>,
  words: Words,
): NoticeText['changes'][number] {
  const known = cell === undefined ? undefined : purposes.get(cell.purpose)
  const title = known === undefined ? cell?.purpose : purposeWords(known, words.locale).title
  const where =
    cell === undefined
      ? null
      : [title, channelName(words, cell.channel), categoryName(words, cell.category)].join(' · ')
  return { kind, material, where, detail: detail ?? null }
}
