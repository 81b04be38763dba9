/** What is refused about people, their attributes and their consents. */
import type { TestServer } from '../test-server.ts'
import type { RefusedCase } from './refused-case.ts'
import { ask } from './shop.ts'

const consent = (server: TestServer, more: object) =>
  server.request('POST', '/v1/consents', {
    customerReference: 'ada',
    noticeVersion: 1,
    locale: 'en',
    method: 'checkout',
    decisions: [{ purpose: 'offers', channel: 'email', category: 'contact.email', decision: 'grant' }],
    ...more,
  })
const cell = (more: object) => ({
  decisions: [{ purpose: 'offers', channel: 'email', category: 'contact.email', decision: 'grant', ...more }],
})

export const refusedPeople: RefusedCase[] = [
  {
    title: 'consent of a stranger',
    status: 422,
    code: 'customer.unknown',
    send: (s) => consent(s, { customerReference: 'x' }),
  },
  {
    title: 'consent to an unknown notice',
    status: 422,
    code: 'notice.unknown',
    send: (s) => consent(s, { noticeVersion: 99 }),
  },
  {
    title: 'consent to an unknown purpose',
    status: 422,
    code: 'purpose.unknown',
    send: (s) => consent(s, cell({ purpose: 'x' })),
  },
  {
    title: 'consent to a cell outside the notice',
    status: 422,
    code: 'consent.cell_not_in_notice',
    send: (s) => consent(s, cell({ category: 'birthdate' })),
  },
  {
    title: 'consent to everything',
    status: 400,
    code: 'request.invalid',
    send: (s) => consent(s, cell({ category: 'all' })),
  },
  {
    title: 'consent to every channel',
    status: 400,
    code: 'request.invalid',
    send: (s) => consent(s, cell({ channel: '*' })),
  },
  {
    title: 'an undeclared attribute',
    status: 422,
    code: 'attribute.undeclared',
    send: (s) => ask(s, 'putCustomer', { params: { reference: 'ada' }, body: { attributes: { never: 1 } } }),
  },
  {
    title: 'an attribute of another type',
    status: 422,
    code: 'attribute.wrong_type',
    send: (s) => ask(s, 'putCustomer', { params: { reference: 'ada' }, body: { attributes: { shoe_size: 'big' } } }),
  },
  ...['2023-02-29', '2023-02-30', '--02-30', '--00-10', '--13-01', '1990-00-00', '2999-01-01'].map(
    (birthDate): RefusedCase => ({
      title: `born on ${birthDate}`,
      status: 400,
      code: 'request.invalid',
      path: 'birthDate',
      send: (s) => s.request('PUT', '/v1/customers/ada', { birthDate }),
    }),
  ),
  {
    title: 'an attribute declared twice',
    status: 409,
    code: 'attribute.exists',
    send: (s) => ask(s, 'declareAttribute', { body: { key: 'shoe_size', type: 'number', category: 'preferences' } }),
  },
  {
    title: 'a purpose made twice',
    status: 409,
    code: 'purpose.exists',
    send: (s) => ask(s, 'createPurpose', { body: { key: 'offers', legalBasis: 'consent', title: 'Again' } }),
  },
  {
    title: 'a notice for an unknown purpose',
    status: 422,
    code: 'purpose.unknown',
    send: (s) =>
      ask(s, 'createNotice', {
        body: {
          controller: { name: 'A', address: 'B', contact: 'C' },
          texts: { en: { title: 'T', body: 'B' } },
          scope: [{ purpose: 'never', channel: 'email', category: 'contact.email', retentionMonths: 1 }],
        },
      }),
  },
]
