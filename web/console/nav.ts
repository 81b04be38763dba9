// Where one can go: the sections of the console with their pages, what each takes, and the keys that lead there.
import type { Scope } from '#shared/kinds.ts'
import type { Key } from './words.ts'

export interface Place {
  to: string
  /** Its name, a key of the area `shell`. */
  name: Key<'shell'>
  /** Having one of these is enough. */
  scopes: readonly Scope[]
  /** The letter that, after g, leads there. */
  letter?: string
}
export interface Section extends Place {
  icon: 'campaigns' | 'customers' | 'vouchers' | 'reports' | 'delivery' | 'privacy' | 'people' | 'settings'
  /** The pages beside the first, as a second row of links under the title of each of them. */
  pages?: readonly Place[]
}

export const sections: readonly Section[] = [
  {
    icon: 'campaigns',
    to: '/console',
    name: 'nav.campaigns',
    scopes: ['campaigns.read'],
    letter: 'c',
    pages: [
      { to: '/console', name: 'nav.campaigns', scopes: ['campaigns.read'] },
      { to: '/console/campaigns/approvals', name: 'nav.approvals', scopes: ['campaigns.read'] },
    ],
  },
  { icon: 'customers', to: '/console/customers', name: 'nav.customers', scopes: ['customers.read'], letter: 'u' },
  {
    icon: 'vouchers',
    to: '/console/vouchers',
    name: 'nav.vouchers',
    scopes: ['vouchers.read'],
    letter: 'v',
    pages: [
      { to: '/console/vouchers', name: 'nav.voucherSearch', scopes: ['vouchers.read'] },
      { to: '/console/voucher-actions', name: 'nav.voucherActions', scopes: ['vouchers.read'] },
    ],
  },
  {
    icon: 'reports',
    to: '/console/reports',
    name: 'nav.reports',
    scopes: ['reports.read'],
    letter: 'r',
    pages: [
      { to: '/console/reports', name: 'nav.campaignReports', scopes: ['reports.read'] },
      { to: '/console/experiments', name: 'nav.experiments', scopes: ['reports.exact'] },
    ],
  },
  {
    icon: 'delivery',
    to: '/console/channels',
    name: 'nav.delivery',
    scopes: ['campaigns.read', 'connectors.write', 'webhooks.write'],
    letter: 'd',
    pages: [
      { to: '/console/channels', name: 'nav.messages', scopes: ['campaigns.read'] },
      { to: '/console/connectors', name: 'nav.connectors', scopes: ['connectors.write'] },
      { to: '/console/imports', name: 'nav.imports', scopes: ['customers.write', 'products.write', 'events.write'] },
      { to: '/console/webhooks', name: 'nav.webhooks', scopes: ['webhooks.write'] },
    ],
  },
  {
    icon: 'privacy',
    to: '/console/privacy',
    name: 'nav.privacy',
    scopes: ['notices.read', 'requests.read'],
    letter: 'p',
    pages: [
      { to: '/console/privacy', name: 'nav.notices', scopes: ['notices.read'] },
      { to: '/console/privacy/requests', name: 'nav.requests', scopes: ['requests.read'] },
      { to: '/console/privacy/days-off', name: 'nav.daysOff', scopes: ['notices.read'] },
      { to: '/console/privacy/register', name: 'nav.register', scopes: ['notices.read'] },
      { to: '/console/privacy/attributes', name: 'nav.attributes', scopes: ['notices.read', 'attributes.write'] },
      { to: '/console/privacy/looks', name: 'nav.looks', scopes: ['audit.read'] },
      { to: '/console/privacy/ledger', name: 'nav.ledger', scopes: ['notices.read'] },
    ],
  },
  {
    icon: 'people',
    to: '/console/people',
    name: 'nav.people',
    scopes: ['keys.manage', 'audit.read'],
    letter: 'm',
    pages: [
      { to: '/console/people', name: 'nav.members', scopes: ['keys.manage'] },
      { to: '/console/keys', name: 'nav.keys', scopes: ['keys.manage'] },
      { to: '/console/audit', name: 'nav.audit', scopes: ['audit.read'] },
    ],
  },
  { icon: 'settings', to: '/console/settings', name: 'nav.settings', scopes: ['keys.manage'], letter: 's' },
]

/** The section that an address belongs to; campaigns are what is left. */
export function sectionOf(path: string): Section | undefined {
  const places = sections.flatMap((section) => [section, ...(section.pages ?? [])].map(({ to }) => ({ to, section })))
  return nearest(path, places)?.section
}

/** Of some places the one that an address belongs to: the longest that it starts with. */
export function nearest<P extends { to: string }>(path: string, places: readonly P[]): P | undefined {
  const fitting = places.filter(({ to }) => path === to || path.startsWith(`${to}/`))
  return fitting.sort((a, b) => b.to.length - a.to.length)[0]
}
