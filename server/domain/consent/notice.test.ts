import { describe, expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import type { NewNotice } from '#shared/contracts/consent.ts'
import { DAY_MS } from '#shared/time.ts'
import { diffNotice, type NoticeContent, type ScopeCell, sinceVersions } from './diff-notice.ts'
import { draftNotice } from './draft-notice.ts'
import { keepsBirthYear } from './keeps-age.ts'
import { isCovered, listNotices, noticeInForce, showNotice } from './notice.ts'
import { publishNotice } from './publish-notice.ts'
import { definePurpose, listPurposes, showPurpose } from './purposes.ts'

const email: ScopeCell = {
  purpose: 'offers',
  channel: 'email',
  category: 'contact.email',
  retentionMonths: 24,
  recipients: [],
}
const base: NoticeContent = {
  controller: { name: 'Shop', address: 'Street 1', contact: 'a@x.example' },
  texts: new Map([['en', 'hash1']]),
  scope: [email],
}

describe('what a notice changes', () => {
  const cell = { purpose: 'offers', channel: 'email', category: 'contact.email' }
  const cases: [string, Partial<NoticeContent>, Record<string, unknown>[]][] = [
    ['nothing', {}, []],
    [
      'another controller',
      { controller: { ...base.controller, name: 'Heir' } },
      [{ kind: 'controller_changed', material: true }],
    ],
    [
      'another street',
      { controller: { ...base.controller, address: 'Street 2' } },
      [{ kind: 'controller_details', material: false }],
    ],
    [
      'an authority to complain to',
      { controller: { ...base.controller, authority: { name: 'Authority', contact: 'https://authority.example' } } },
      [{ kind: 'controller_details', material: false }],
    ],
    [
      'kept longer',
      { scope: [{ ...email, retentionMonths: 25 }] },
      [{ kind: 'retention_longer', material: true, cell }],
    ],
    [
      'kept shorter',
      { scope: [{ ...email, retentionMonths: 12 }] },
      [{ kind: 'retention_shorter', material: false, cell }],
    ],
    [
      'given to somebody',
      { scope: [{ ...email, recipients: ['Mailer'] }] },
      [{ kind: 'recipient_added', material: true, cell, detail: 'Mailer' }],
    ],
    [
      'one cell more',
      { scope: [email, { ...email, category: 'birthdate' }] },
      [{ kind: 'cell_added', material: true, cell: { ...cell, category: 'birthdate' } }],
    ],
    ['one cell less', { scope: [] }, [{ kind: 'cell_removed', material: false, cell }]],
    ['other words', { texts: new Map([['en', 'hash2']]) }, [{ kind: 'text_changed', material: false, detail: 'en' }]],
    [
      'another language',
      {
        texts: new Map([
          ['de', 'hash3'],
          ['en', 'hash1'],
        ]),
      },
      [{ kind: 'text_added', material: false, detail: 'de' }],
    ],
  ]
  test.each(cases)('%s', (_, change, expected) => {
    expect(diffNotice(base, { ...base, ...change })).toEqual(expected.map((one) => expect.objectContaining(one)))
  })

  test('a change that touches a cell makes it new, one that touches everything makes all new', () => {
    const before = new Map([['offers email contact.email', 3]])
    const since = (content: NoticeContent) =>
      sinceVersions(7, content.scope, diffNotice(base, content), before).get('offers email contact.email')
    expect(since(base)).toBe(3)
    expect(since({ ...base, texts: new Map() })).toBe(3)
    expect(since({ ...base, scope: [{ ...email, retentionMonths: 30 }] })).toBe(7)
    expect(since({ ...base, controller: { ...base.controller, name: 'Heir' } })).toBe(7)
  })
})

const draft = (scope: NewNotice['scope'], more: Partial<NewNotice> = {}): NewNotice => ({
  controller: { name: 'Shop', address: 'Street 1', contact: 'privacy@x.example' },
  texts: { en: { title: 'Title', body: 'Body' }, tr: { title: 'Başlık', body: 'Metin' } },
  scope,
  ...more,
})
const mail = { purpose: 'offers', channel: 'email', category: 'contact.email', retentionMonths: 24 } as const

forEachHouse('purposes and notices', (open) => {
  test('a purpose without consent says why, keys are taken once, lists go on by cursor', async () => {
    const { store } = await open()
    const define = (input: Parameters<typeof definePurpose>[1]) => store.write((tx) => definePurpose(tx, input))
    await expect(define({ key: 'fraud', legalBasis: 'legitimate_interest', title: 'Fraud' })).rejects.toMatchObject({
      code: 'purpose.justification_missing',
    })
    await define({ key: 'fraud', legalBasis: 'legitimate_interest', title: 'Fraud', justification: 'weighed' })
    for (const key of ['offers', 'birthday']) await define({ key, legalBasis: 'consent', title: key })
    await expect(define({ key: 'offers', legalBasis: 'consent', title: 'x' })).rejects.toMatchObject({
      code: 'purpose.exists',
    })
    await expect(showPurpose(store.read, 'none')).rejects.toMatchObject({ code: 'purpose.not_found' })
    const first = await listPurposes(store.read, { limit: 2 })
    expect(first.data.map(({ key }) => key)).toEqual(['birthday', 'fraud'])
    const rest = await listPurposes(store.read, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(rest).toMatchObject({ data: [{ key: 'offers' }], nextCursor: null })
  })

  test('a notice is drafted, published once, and never changes', async () => {
    const { store, clock } = await open()
    const write = store.write
    await write((tx) => definePurpose(tx, { key: 'offers', legalBasis: 'consent', title: 'Offers' }))
    await expect(write((tx) => draftNotice(tx, draft([mail, { ...mail, purpose: 'nothing' }])))).rejects.toMatchObject({
      code: 'purpose.unknown',
      errors: [{ path: 'scope.1.purpose' }],
    })
    await expect(write((tx) => draftNotice(tx, draft([mail, mail])))).rejects.toMatchObject({ code: 'request.invalid' })

    const { id, version } = await write((tx) => draftNotice(tx, draft([mail])))
    expect(version).toBe(1)
    expect(await noticeInForce(store.read, clock.now())).toBeNull()
    const published = await write((tx) => publishNotice(tx, id))
    expect(published).toMatchObject({ version: 1, changes: [{ kind: 'cell_added' }, { kind: 'text_added' }, {}] })
    await expect(write((tx) => publishNotice(tx, id))).rejects.toMatchObject({ code: 'notice.published' })
    await expect(write((tx) => publishNotice(tx, 'ntc_no'))).rejects.toMatchObject({ code: 'notice.not_found' })
    const shown = await showNotice(store.read, id, clock.now())
    expect(shown).toMatchObject({ version: 1, inForce: true, scope: [{ ...mail, recipients: [] }] })
    expect(shown.texts.tr?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await isCovered(store.read, clock.now(), [mail, { ...mail, category: 'name' }])).toEqual([
      { ...mail, category: 'name' },
    ])
  })

  test('the newest effective version is in force; a later date waits for its day', async () => {
    const { store, clock, advance } = await open()
    await store.write((tx) => definePurpose(tx, { key: 'offers', legalBasis: 'consent', title: 'Offers' }))
    const make = (more: Partial<NewNotice> = {}) => store.write((tx) => draftNotice(tx, draft([mail], more)))
    const drafts = [await make(), await make(), await make()]
    const [first, second, third] = drafts.map(({ id }) => id) as [string, string, string]
    await store.write((tx) => publishNotice(tx, first))
    const later = new Date(clock.now() + DAY_MS).toISOString()
    const fourth = await make({ effectiveAt: later, scope: [mail, { ...mail, category: 'age' }] })
    await store.write((tx) => publishNotice(tx, third))
    await store.write((tx) => publishNotice(tx, fourth.id))
    await expect(store.write((tx) => publishNotice(tx, second))).rejects.toMatchObject({ code: 'notice.published' })
    const inForce = async () => (await noticeInForce(store.read, clock.now()))?.version
    expect(await inForce()).toBe(3)
    expect(await keepsBirthYear(store.read, clock.now())).toBe(false)
    advance(DAY_MS)
    expect(await inForce()).toBe(4)
    expect(await keepsBirthYear(store.read, clock.now())).toBe(true)
    const page = await listNotices(store.read, { limit: 3 }, clock.now())
    expect(page.data.map(({ version, inForce }) => [version, inForce])).toEqual([
      [4, true],
      [3, false],
      [2, false],
    ])
    const rest = await listNotices(store.read, { limit: 3, cursor: page.nextCursor ?? '' }, clock.now())
    expect(rest.data.map(({ version }) => version)).toEqual([1])
  })

  test('drafts made at once never share a version', async () => {
    const { store } = await open()
    await store.write((tx) => definePurpose(tx, { key: 'offers', legalBasis: 'consent', title: 'Offers' }))
    const made = await Promise.all(Array.from({ length: 8 }, () => store.write((tx) => draftNotice(tx, draft([mail])))))
    expect(made.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})
