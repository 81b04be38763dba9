// For tests of the privacy room: a shop that asks for consent, a mailbox, and people who answer.
import { cellsOf } from '#consent/cells.ts'
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import type { TestHouse } from '#core/test-house.ts'
import { sendServiceMails } from '#delivery/send-service.ts'
import type { Mailbox } from '#delivery/test-delivery.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import { type FilledForm, signUp } from './sign-up.ts'

export const NEWS = cellsFor('news', 'email')
export const BIRTHDAY = cellsFor('birthday', 'email', ['birthdate'])
export const PARTNERS = cellsFor('ads', 'partner')

export interface AskingShop {
  house: TestHouse
  version: number
  person(reference: string, fields?: PutCustomer, agreed?: readonly Cell[]): Promise<string>
  /** `purpose category` → state. */
  states(customerId: string): Promise<Record<string, string>>
  signUp(form: Partial<FilledForm>): Promise<{ accepted: true }>
  /** Sends what waits and answers the mails that this brought, newest last. */
  mails(): Promise<{ to: string; subject: string; text: string; token: string }[]>
  publish(cells: readonly Cell[], terms?: Parameters<typeof putNoticeInForce>[2]): Promise<number>
}

export async function openAskingShop(opened: TestHouse, box: Mailbox): Promise<AskingShop> {
  const house: TestHouse = {
    ...opened,
    config: {
      ...opened.config,
      smtpUrl: box.url,
      publicUrl: 'https://shop.example',
      mailFrom: 'Shop <shop@shop.example>',
    },
  }
  for (const purpose of ['news', 'birthday', 'ads']) await makePurpose(house, purpose)
  const everything = [...NEWS, ...BIRTHDAY, ...PARTNERS]
  const version = await putNoticeInForce(house, everything)
  return {
    house,
    version,
    person: (reference, fields = {}, cells = []) =>
      makePerson(house, reference, { email: `${reference}@shop.example`, ...fields }, { version, cells }),
    states: async (customerId) => {
      const cells = await cellsOf(house.store.read, customerId, house.clock.now())
      return Object.fromEntries(cells.map(({ purpose, category, state }) => [`${purpose} ${category}`, state]))
    },
    signUp: (form) =>
      signUp(house, {
        email: 'new@shop.example',
        isOldEnough: true,
        locale: 'en',
        noticeVersion: version,
        labelsSha256: null,
        cells: NEWS,
        optOut: false,
        ...form,
      }),
    mails: async () => {
      box.mails.length = 0
      await sendServiceMails(house)
      const read = await Promise.all(box.mails.map(async (mail) => ({ mail: await box.read(mail), to: mail.to })))
      return read.map(({ to, mail: { subject = '', text = '' } }) => {
        const token = /https:\/\/shop\.example\/\w\/([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? ''
        return { to, subject, text, token }
      })
    },
    publish: (cells, terms) => putNoticeInForce(house, cells, terms),
  }
}
