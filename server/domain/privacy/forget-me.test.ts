// What an erasure leaves: nothing of the person in any file, everything of the money, proofs that still verify, and a signed
// paper about it.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sql } from 'drizzle-orm'
import { compactVerify, createLocalJWKSet } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budgetFigures } from '#budget/figures.ts'
import { historyOf } from '#consent/history.ts'
import { headNow, publicKeys, readTree } from '#consent/ledger.ts'
import { checkEnd, checkSlice, checkUnlisted, knownKeys, newPass } from '#consent/ledger-check.ts'
import { entriesOf } from '#consent/ledger-entries.ts'
import { proveInclusion } from '#consent/ledger-proofs.ts'
import { verifyInclusion } from '#consent/test-rfc6962.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { openPostgres } from '#db/postgres.ts'
import { dispatch } from '#delivery/dispatch.ts'
import { sendServiceMails } from '#delivery/send-service.ts'
import { launch, type Mailbox, openMailbox, openShop } from '#delivery/test-delivery.ts'
import { reportEvents } from '#occasions/report.ts'
import { redeem } from '#redemption/redeem.ts'
import { reverse } from '#redemption/reverse.ts'
import { reportCampaign } from '#reports/campaign-report.ts'
import { DAY_MS } from '#shared/time.ts'
import { askForAction } from '#vouchers/actions.ts'
import { previewAction } from '#vouchers/preview-action.ts'
import { showVoucher } from '#vouchers/show.ts'
import { workActions } from '#vouchers/work-actions.ts'
import { certificateOf } from './certificate.ts'
import { recordConsents } from './decide.ts'
import { eraseCustomer, previewErasure } from './forget-me.ts'
import { answerRequest, askFor, requestsOf } from './requests.ts'
import { noteAccess } from './staff-access.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

const EMAIL = 'vera.unique-mark@nowhere.example'
const NAMES = ['Veraunique', 'Markovskaunique']

/** Every byte of the database's files: main, log and shared memory, and of the keys'. */
function bytesOf(house: TestHouse): Buffer[] {
  const path = house.url.slice('file:'.length)
  const files = readdirSync(dirname(path)).filter((file) => file.startsWith(basename(path)))
  return files.map((file) => readFileSync(join(dirname(path), file)))
}

/** PostgreSQL's own files, after a checkpoint: those of this database, and what its log has had since `begun` (epoch ms). */
async function clusterFiles({ store, url }: TestHouse, begun: number): Promise<{ name: string; bytes: Buffer }[]> {
  const server = openPostgres(url, 1, 1)
  await server.maintain('checkpoint').finally(() => server.close())
  const [at] = await store.read.rows<{
    home: string
    oid: string
  }>(sql`select current_setting('data_directory') as home,
    (select cast(oid as text) from pg_database where datname = current_database()) as oid`)
  const folders = [join(at?.home ?? '', 'base', at?.oid ?? ''), join(at?.home ?? '', 'pg_wal')]
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  const written = files.filter((name) => {
    const found = statSync(name, { throwIfNoEntry: false })
    return found?.isFile() && (!name.includes('pg_wal') || found.mtimeMs >= begun - 60_000)
  })
  expect(written.length).toBeGreaterThan(100)
  return written.map((name) => ({ name, bytes: readFileSync(name) }))
}

/** What the shop writes down in words of its own, while one voucher of hers is given back and the other revoked. */
async function writeOf(house: TestHouse, name: string, [used = '', revoked = '']: string[]): Promise<void> {
  const reason = `${name} asked for it`
  const code = (await showVoucher(house, used, { withCode: true })).code ?? ''
  const order = { reference: 'o-0', currency: 'EUR', amountMinor: 4000 }
  const { redemption } = await redeem(house, { code, order }, { scope: 'key_c redeem', key: 'k0', hash: 'h0' })
  await reverse(house, redemption.id, { reason }, { scope: 'key_c reverse', key: 'k1', hash: 'h1' })
  for (const [ids, undoSeconds] of [
    [[revoked], 0],
    [[used], 600],
  ] as const) {
    const asked = { kind: 'revoke' as const, which: { ids: [...ids] }, reason }
    const foreseen = await previewAction(house, asked)
    await house.store.write((tx) => askForAction(tx, { ...asked, undoSeconds }, foreseen, 'key_1'))
    await workActions(house, async () => {})
  }
}

async function wrappedKey(house: TestHouse, id: string): Promise<string> {
  return (await house.store.keys.get([id])).get(id) ?? ''
}

forEachHouse('an erasure', (open, engine) => {
  async function scene() {
    const shop = await openShop(await open(), { smtpUrl: box.url })
    box.mails.length = 0
    const { house } = shop
    const vera = await shop.person('vera-reference-unique', { email: EMAIL, givenName: NAMES[0], familyName: NAMES[1] })
    const actor = { id: 'key_shop', scopes: new Set<never>() }
    const evidence = `paper form of ${NAMES[1]}`
    await house.store.write((tx) =>
      recordConsents(
        house,
        tx,
        {
          customerReference: 'vera-reference-unique',
          noticeVersion: 1,
          locale: 'en',
          method: 'form',
          evidence,
          decisions: [{ purpose: 'offers', channel: 'email', category: 'name', decision: 'grant' }],
        },
        actor,
      ),
    )
    const voucherId = await shop.issue(vera)
    await dispatch(house)
    return { ...shop, vera, voucherId }
  }

  test('leaves no address, name, reference or key in any file of the database', async () => {
    const begun = Date.now()
    const { house, vera, issue, voucherId } = await scene()
    await writeOf(house, NAMES[1] ?? '', [voucherId, await issue(vera, await launch(house, {}))])
    const at = new Date(house.clock.now()).toISOString()
    const items = [{ sku: 'tea', category: 'tea', quantity: 1, unitPriceMinor: 900 }]
    const order = { id: 'e1', type: 'order.placed', at, orderReference: 'o-1', items, totalMinor: 900, currency: 'EUR' }
    await reportEvents(house, { ...order, customerReference: 'vera-reference-unique' }, async () => {})
    const asked = await askFor(house, vera, { kind: 'access', via: 'centre' })
    await answerRequest(house, asked, { outcome: 'done', text: `Dear ${NAMES[0]}, here it is.` }, 'key_1')
    await noteAccess(
      house,
      { id: 'key_m', roles: ['marketer'] },
      'vera-reference-unique',
      ['name'],
      `asks for ${NAMES[0]}`,
    )
    const key = await wrappedKey(house, vera)
    const prints = [house.secrets.print('email', EMAIL), key]
    const secrets = [EMAIL, ...NAMES, 'vera-reference-unique', ...prints]
    expect(key).not.toBe('')
    if (engine === 'sqlite') {
      const before = Buffer.concat(bytesOf(house))
      expect(before.includes(key)).toBe(true)
      // also what people wrote about her to her face, or of a look at her, lies sealed; reasons given at the till do not
      expect(before.includes(NAMES[0] ?? '')).toBe(false)
      expect(before.includes(`${NAMES[1]} asked for it`)).toBe(true)
    }
    await eraseCustomer(house, 'vera-reference-unique', 'key_1')
    await sendServiceMails(house)
    expect(box.mails.at(-1)?.to).toBe(EMAIL)
    await house.store.truncateLog()
    if (engine === 'sqlite') {
      for (const bytes of bytesOf(house))
        for (const secret of secrets) expect([secret, bytes.includes(secret)]).toEqual([secret, false])
    } else {
      const tables = await house.store.read.rows<{ name: string }>(
        sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
      )
      for (const { name } of tables) {
        const [row] = await house.store.read.rows<{ all: string | null }>(
          sql`select string_agg(t::text, '|') as "all" from ${sql.identifier(name)} t`,
        )
        for (const secret of secrets) expect([name, row?.all?.includes(secret) ?? false]).toEqual([name, false])
      }
      // What is sealed with her key was never written in clear: neither into tables nor into the log of the cluster. Her
      // fingerprints, and reasons that the staff gave in words, last there until their space is used again.
      for (const { name, bytes } of await clusterFiles(house, begun))
        for (const secret of [EMAIL, NAMES[0] ?? '', 'vera-reference-unique'])
          expect([name, secret, bytes.includes(secret)]).toEqual([name, secret, false])
    }
    expect(await wrappedKey(house, vera)).toBe('')
  })

  test('changes no cent and no count, and her open code redeems once', async () => {
    const { house, campaignId, voucherId } = await scene()
    const code = (await showVoucher(house, voucherId, { withCode: true })).code ?? ''
    const books = async () => ({
      budget: await budgetFigures(house.store.read, campaignId),
      report: JSON.stringify(await reportCampaign(house, campaignId, { by: 'variant' }, { exact: true })),
    })
    const before = await books()
    const { vouchersKept } = await eraseCustomer(house, 'vera-reference-unique', 'key_1')
    expect(vouchersKept).toBe(1)
    expect(await books()).toEqual(before)
    const use = (reference: string) =>
      redeem(
        house,
        { code, order: { reference, currency: 'EUR', amountMinor: 4000 } },
        { scope: 'key_c redeem', key: reference, hash: reference },
      )
    const [first, second] = await Promise.allSettled([use('o-1'), use('o-2')])
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected'])
    expect(await budgetFigures(house.store.read, campaignId)).toMatchObject({ spentMinor: 500 })
  })

  test('keeps every proof: old ones still verify, its own event is a leaf, and nothing in the ledger is amiss', async () => {
    const { house, vera } = await scene()
    const head = await headNow(house)
    const ids = (await historyOf(house.store.read, vera)).map(({ id }) => id)
    const old = await Promise.all(ids.map((eventId) => proveInclusion(house.store.read, { eventId, size: head.size })))
    const { certificate } = await eraseCustomer(house, 'vera-reference-unique', 'key_1')
    const { event } = certificate.ledger as { event: string }
    const now = await headNow(house)
    const entries = await entriesOf(house.store.read, [...ids, event])
    for (const { ref, leaf, size, path, root } of [
      ...old,
      await proveInclusion(house.store.read, { eventId: event }),
    ]) {
      const entry = entries.get(ref) as Buffer
      const steps = path.map((step) => Buffer.from(step, 'hex'))
      expect(verifyInclusion(leaf, size, entry, steps, Buffer.from(root, 'hex'))).toBe(true)
      expect(String(entry)).not.toContain('unique')
    }
    expect(JSON.parse(String(entries.get(event)))).toEqual({
      v: 1,
      type: 'subject.erased',
      id: event,
      subject: vera,
      at: house.clock.now(),
    })
    const q = house.store.read
    const [tree, keys, pass] = [await readTree(q), await knownKeys(q), newPass()]
    expect(tree.size).toBe(now.size)
    const found = await checkSlice(q, pass, tree.size, keys)
    expect([...found, ...checkEnd(pass, tree), ...(await checkUnlisted(q))]).toEqual([])
  })

  test('says before what it would do, and after what it did, signed', async () => {
    const { house, vera } = await scene()
    await askFor(house, vera, { kind: 'access', via: 'centre' })
    const preview = await previewErasure(house, vera)
    expect(preview.goes).toContainEqual({ key: 'identifiers', count: 4 })
    expect(preview.goes).toContainEqual({ key: 'key', count: 1 })
    expect(preview.stays).toContainEqual({ key: 'vouchers', count: 1 })
    expect(await certificateOf(house, vera)).toBeNull()
    const { jws, certificate, erasedAt } = await eraseCustomer(house, 'vera-reference-unique', 'key_1', 'shop')
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(await publicKeys(house)))
    expect([JSON.parse(Buffer.from(payload).toString()), protectedHeader.typ]).toEqual([
      certificate,
      'erasure-certificate+jws',
    ])
    expect(certificate).toMatchObject({
      subject: vera,
      key: 'destroyed',
      storage: { engine },
      backups: { rollOffBy: new Date(erasedAt + house.config.backupDays * DAY_MS).toISOString() },
      recipientsTold: ['127.0.0.1'],
    })
    const stays = certificate.stays as { key: string; why: string }[]
    expect(stays.every(({ why }) => why.length > 20)).toBe(true)
    expect(stays.map(({ key }) => key)).not.toContain('suppression')
    expect(await certificateOf(house, vera)).toEqual({ jws, certificate })
    const asked = await requestsOf(house, vera)
    expect(asked.map(({ kind, state }) => [kind, state])).toEqual([
      ['erase', 'done'],
      ['access', 'done'],
    ])
  })

  test('remembers an address only after a no, and says so', async () => {
    const { house, vera, withdraw } = await scene()
    await withdraw(vera)
    const { certificate } = await eraseCustomer(house, 'vera-reference-unique', 'key_1')
    expect(certificate.stays).toContainEqual(expect.objectContaining({ key: 'suppression', count: 1 }))
    const kept = await house.store.read.rows<{ print: string }>(sql`select print from suppressions`)
    expect(kept.map(({ print }) => print)).toEqual([house.secrets.print('email', EMAIL)])
  })
})
