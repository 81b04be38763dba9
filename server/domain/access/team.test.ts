// Members through the room's door: links that work once, sign-in that tells nobody anything, sessions that end, the last
// admin who stays.
import './test-scrypt.ts'
import { expect, it, vi } from 'vitest'
import { iso } from '#core/clock.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import type { Role } from '#shared/kinds.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { listAudit } from './audit.ts'
import { makeDoorkeeper } from './authenticate.ts'
import { invite, listInvitations, makeSetupLink, type QueueMail } from './invite.ts'
import { lookAtLink, useLink as takeLink } from './join.ts'
import { changeMember, listMembers, removeMember } from './members.ts'
import { namesOf } from './names.ts'
import { deviceInWords, endSession, IDLE_MS, LONGEST_MS, mySessions } from './sessions.ts'
import { askReset, changePassword, signIn } from './sign-in.ts'
import { TRIES } from './slow-down.ts'

const PASSWORD = 'a sentence nobody guesses'
const from = { network: '192.0.2.7', device: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36' }

forEachHouse('the team', (open) => {
  const mails: { to: string; kind: string; token: string }[] = []
  const queueMail: QueueMail = async (_tx, { to, kind, values }) => {
    mails.push({ to, kind, token: String(values.token) })
  }
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no refusal',
      (error: unknown) => (error as { code?: string }).code,
    )

  async function firstAdmin(house: TestHouse) {
    const token = await house.store.write((tx) => makeSetupLink(tx, house.secrets))
    return takeLink(house, {
      token: token ?? '',
      password: PASSWORD,
      email: 'Ada@Shop.example',
      name: 'Ada',
      device: '',
    })
  }
  async function invited(house: TestHouse, email: string, roles: Role[] = ['marketer']) {
    const by = { id: 'system', name: 'the house' }
    const asked = { email, name: 'Ann', roles, language: 'en' }
    return house.store.write((tx) => invite(tx, house.secrets, asked, by, queueMail))
  }

  it('begins with one admin, by a link that works once, and only while there is nobody', async () => {
    const house = await open()
    const older = await house.store.write((tx) => makeSetupLink(tx, house.secrets))
    const ada = await firstAdmin(house)
    expect(await house.store.write((tx) => makeSetupLink(tx, house.secrets))).toBeNull()
    expect(await codeOf(lookAtLink(house, older ?? ''))).toBe('team.link_invalid')
    const principal = await makeDoorkeeper(house).recognise(ada.token)
    expect(principal).toMatchObject({ id: ada.memberId, name: 'Ada', roles: ['admin'] })
    expect(principal?.scopes.has('keys.manage')).toBe(true)
    expect(principal?.session).toMatch(/^ses_/)
  })

  it('lets in whoever was invited, once however many press at the same time', async () => {
    const house = await open()
    const { token } = await invited(house, 'ann@shop.example')
    expect(mails.at(-1)).toEqual({ to: 'ann@shop.example', kind: 'team_invitation', token })
    expect(await lookAtLink(house, token)).toMatchObject({ kind: 'invitation', email: 'ann@shop.example', name: 'Ann' })
    const join = () => takeLink(house, { token, password: PASSWORD, device: '' })
    const ends = await Promise.allSettled([join(), join(), join()])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await listMembers(house, { limit: 10 })).data).toMatchObject([
      { name: 'Ann', hasPassword: true, passkeys: 0 },
    ])
    expect(await codeOf(invited(house, ' ANN@shop.example'))).toBe('team.member_exists')
  })

  it('ends an invitation after seven days and when another is made', async () => {
    const house = await open()
    const first = await invited(house, 'ann@shop.example')
    const second = await invited(house, 'ann@shop.example')
    expect(await codeOf(lookAtLink(house, first.token))).toBe('team.link_invalid')
    expect((await listInvitations(house, { limit: 10 })).data).toMatchObject([{ id: second.id }])
    house.advance(7 * 24 * 60 * MINUTE_MS)
    expect(await codeOf(takeLink(house, { token: second.token, password: PASSWORD, device: '' }))).toBe(
      'team.link_invalid',
    )
  })

  it('refuses passwords that are guessed first', async () => {
    const house = await open()
    const { token } = await invited(house, 'ann.miller@shop.example')
    for (const password of ['aaaaaaaaaaaa', 'abcdefghijklmn', 'passwordpassword1', '123456123456', 'ann.miller shop']) {
      expect(await codeOf(takeLink(house, { token, password, device: '' })), password).toBe('team.password_weak')
    }
    expect(await codeOf(takeLink(house, { token, password: PASSWORD, device: '' }))).toBe('no refusal')
  })

  it('answers a wrong password and an unknown address alike, and after ten tries neither', async () => {
    const house = await open()
    await firstAdmin(house)
    const attempt = (email: string, password: string, network = '192.0.2.7') =>
      codeOf(signIn(house, { email, password }, { ...from, network }))
    expect(await attempt('ada@shop.example', PASSWORD)).toBe('no refusal')
    expect(await attempt('nobody@shop.example', 'wrong')).toBe('team.sign_in_refused')
    const rest = await Promise.all(
      Array.from({ length: TRIES.person + 3 }, () => attempt('ada@shop.example', 'wrong', 'another')),
    )
    expect(rest.filter((code) => code === 'team.sign_in_refused')).toHaveLength(TRIES.person)
    expect(rest.filter((code) => code === 'request.throttled')).toHaveLength(3)
    expect(await attempt('ada@shop.example', PASSWORD)).toBe('request.throttled')
    house.advance(15 * MINUTE_MS)
    expect(await attempt('ada@shop.example', PASSWORD)).toBe('no refusal')
  })

  it('ends sessions after silence, after twelve hours, and when their owner says so', async () => {
    const house = await open()
    const ada = await firstAdmin(house)
    const keeper = makeDoorkeeper(house)
    const other = await signIn(house, { email: 'ada@shop.example', password: PASSWORD }, from)
    const session = (await keeper.recognise(other.token))?.session ?? ''
    const listed = await mySessions(house.store.read, ada.memberId, session, house.clock.now())
    expect(listed).toMatchObject([
      { isThis: true, way: 'password', device: 'Chrome · Linux' },
      { isThis: false, way: 'link' },
    ])
    await house.store.write((tx) => endSession(tx, session, ada.memberId))
    keeper.forget()
    expect(await keeper.recognise(other.token)).toBeNull()
    expect(await codeOf(house.store.write((tx) => endSession(tx, session, ada.memberId)))).toBe(
      'team.session_not_found',
    )
    house.advance(IDLE_MS)
    keeper.forget()
    expect(await keeper.recognise(ada.token)).toBeNull()
    const busy = await signIn(house, { email: 'ada@shop.example', password: PASSWORD }, from)
    const seen = async () => (await mySessions(house.store.read, ada.memberId, '', house.clock.now()))[0]?.seenAt
    for (let at = 0; at < LONGEST_MS; at += IDLE_MS / 2) {
      expect(await keeper.recognise(busy.token)).not.toBeNull()
      // The note of the last use goes its own way.
      await vi.waitUntil(async () => (await seen()) === iso(house.clock.now()), { timeout: 600_000 })
      house.advance(IDLE_MS / 2)
      keeper.forget()
    }
    expect(await keeper.recognise(busy.token)).toBeNull()
  })

  it('mails a link for a new password to members only, which ends every session', async () => {
    const house = await open()
    const ada = await firstAdmin(house)
    mails.length = 0
    await askReset(house, 'nobody@shop.example', from, queueMail)
    expect(mails).toEqual([])
    await askReset(house, 'ADA@shop.example', from, queueMail)
    const token = mails[0]?.token ?? ''
    expect(mails).toMatchObject([{ to: 'Ada@Shop.example', kind: 'team_reset' }])
    await takeLink(house, { token, password: 'quite another sentence', device: '' })
    expect(await makeDoorkeeper(house).recognise(ada.token)).toBeNull()
    expect(await codeOf(signIn(house, { email: 'ada@shop.example', password: PASSWORD }, from))).toBe(
      'team.sign_in_refused',
    )
    const now = await signIn(house, { email: 'ada@shop.example', password: 'quite another sentence' }, from)
    const session = (await makeDoorkeeper(house).recognise(now.token))?.session ?? ''
    const change = (current: string) =>
      changePassword(house, { id: ada.memberId, session }, { current, next: 'a third long sentence' }, from)
    expect(await codeOf(change('wrong'))).toBe('team.password_wrong')
    await change('quite another sentence')
    expect(await makeDoorkeeper(house).recognise(now.token)).not.toBeNull()
  })

  it('leaves one admin, also of two who remove each other at once, and forgets nobody’s name', async () => {
    const house = await open()
    const ada = await firstAdmin(house)
    const { token } = await invited(house, 'bob@shop.example', ['admin'])
    const bob = await takeLink(house, { token, password: PASSWORD, device: '' })
    const ends = await Promise.allSettled([
      house.store.write((tx) => removeMember(tx, ada.memberId, bob.memberId)),
      house.store.write((tx) => removeMember(tx, bob.memberId, ada.memberId)),
    ])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = (await listMembers(house, { limit: 10 })).data
    expect(left).toHaveLength(1)
    const last = left[0]?.id ?? ''
    const demoted = house.store.write((tx) => changeMember(tx, house.secrets, last, { roles: ['analyst'] }, last))
    expect(await codeOf(demoted)).toBe('team.last_admin')
    const gone = last === ada.memberId ? bob : ada
    expect(await makeDoorkeeper(house).recognise(gone.token)).toBeNull()
    const names = await namesOf(house, [ada.memberId, bob.memberId, 'system'])
    expect([...names.values()].sort()).toEqual(['Ada', 'Ann'])
  })

  it('keeps an audit log that is filtered by who, what and when', async () => {
    const house = await open()
    const ada = await firstAdmin(house)
    house.advance(60 * MINUTE_MS)
    const later = house.clock.now()
    await invited(house, 'ann@shop.example')
    const read = (filter: Parameters<typeof listAudit>[1]) =>
      listAudit(house.store.read, filter).then(({ data }) => data.map(({ action }) => action))
    expect(await read({ limit: 10, actor: ada.memberId, action: 'member.' })).toEqual(['member.joined'])
    expect(await read({ limit: 10, from: later })).toEqual(['member.invited'])
    expect(await read({ limit: 10, until: later, action: 'session' })).toEqual(['session.opened'])
  })
})

it('a browser is called by its name', () => {
  expect(deviceInWords('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1')).toBe('Safari · iPhone')
  expect(deviceInWords('')).toBe('Browser')
})
