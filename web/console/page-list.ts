// Every page of the console: where, which areas of words it uses, and what to load when it is first opened.
import type { ComponentType } from 'react'
import type { Area } from './words.ts'

export interface PageOfConsole {
  path: string
  areas: Area[]
  load: () => Promise<ComponentType>
}

const page = (path: string, areas: Area[], load: () => Promise<ComponentType>): PageOfConsole => ({ path, areas, load })

/** Below /console. */
export const pages: readonly PageOfConsole[] = [
  page('', ['campaigns'], async () => (await import('./pages/campaigns.tsx')).Campaigns),
  page('campaigns/new', ['compose', 'campaigns'], async () => (await import('./pages/templates.tsx')).Templates),
  page(
    'campaigns/new/:template',
    ['compose', 'campaigns', 'refusals'],
    async () => (await import('./pages/compose.tsx')).ComposeNew,
  ),
  page(
    'campaigns/:id/edit',
    ['compose', 'campaigns', 'refusals'],
    async () => (await import('./pages/compose.tsx')).ComposeDraft,
  ),
  page(
    'campaigns/approvals',
    ['campaigns', 'compose'],
    async () => (await import('./pages/approval-rules.tsx')).ApprovalRules,
  ),
  page('campaigns/:id/versions', ['campaigns'], async () => (await import('./pages/versions.tsx')).Versions),
  page(
    'campaigns/:id',
    ['campaigns', 'reports', 'refusals', 'delivery'],
    async () => (await import('./pages/campaign.tsx')).CampaignPage,
  ),
  page('reports', ['reports'], async () => (await import('./pages/reports.tsx')).Reports),
  page('reports/:hash', ['reports'], async () => (await import('./pages/kept-report.tsx')).KeptReport),
  page(
    'experiments',
    ['experiments', 'reports'],
    async () => (await import('./pages/experiments/experiments.tsx')).Experiments,
  ),
  page(
    'experiments/:hash',
    ['experiments', 'reports', 'campaigns'],
    async () => (await import('./pages/experiments/experiment.tsx')).ExperimentPage,
  ),
  page('vouchers', ['vouchers'], async () => (await import('./pages/vouchers/vouchers.tsx')).Vouchers),
  page('vouchers/:id', ['vouchers'], async () => (await import('./pages/vouchers/voucher.tsx')).VoucherPage),
  page('voucher-actions', ['vouchers'], async () => (await import('./pages/vouchers/actions.tsx')).VoucherActions),
  page('customers', ['customers'], async () => (await import('./pages/customers/customers.tsx')).Customers),
  page(
    'customers/:id',
    ['customers', 'vouchers'],
    async () => (await import('./pages/customers/customer.tsx')).CustomerPage,
  ),
  page('people', ['people'], async () => (await import('./pages/people/members.tsx')).Members),
  page('keys', ['people'], async () => (await import('./pages/people/keys.tsx')).ApiKeys),
  page('audit', ['people'], async () => (await import('./pages/people/audit.tsx')).Audit),
  page('settings', ['settings'], async () => (await import('./pages/settings.tsx')).Settings),
  page('account', ['people'], async () => (await import('./pages/people/account.tsx')).Account),
  page('channels', ['delivery'], async () => (await import('./pages/channels/channels.tsx')).Channels),
  page('connectors', ['delivery'], async () => (await import('./pages/connectors/connectors.tsx')).Connectors),
  page('connectors/:id', ['delivery'], async () => (await import('./pages/connectors/connector.tsx')).ConnectorPage),
  page('imports', ['delivery'], async () => (await import('./pages/imports/imports.tsx')).Imports),
  page('imports/:id', ['delivery'], async () => (await import('./pages/imports/import.tsx')).ImportPage),
  page('webhooks', ['delivery'], async () => (await import('./pages/webhooks/webhooks.tsx')).Webhooks),
  page('webhooks/:id', ['delivery'], async () => (await import('./pages/webhooks/webhook.tsx')).WebhookPage),
  page('campaigns/:id/dry-run', ['delivery'], async () => (await import('./pages/dry-run/dry-run.tsx')).DryRunPage),
  page('privacy', ['privacy', 'campaigns'], async () => (await import('./pages/privacy/notices.tsx')).Notices),
  page('privacy/new', ['privacy', 'campaigns'], async () => (await import('./pages/privacy/draft.tsx')).DraftNotice),
  page(
    'privacy/notices/:id',
    ['privacy', 'campaigns'],
    async () => (await import('./pages/privacy/notice.tsx')).NoticePage,
  ),
  page('privacy/requests', ['privacy'], async () => (await import('./pages/privacy/requests.tsx')).Requests),
  page(
    'privacy/register',
    ['privacy', 'campaigns'],
    async () => (await import('./pages/privacy/register.tsx')).Register,
  ),
  page(
    'privacy/attributes',
    ['privacy', 'campaigns'],
    async () => (await import('./pages/privacy/attributes.tsx')).Attributes,
  ),
  page('privacy/days-off', ['privacy'], async () => (await import('./pages/privacy/days-off.tsx')).DaysOff),
  page('privacy/looks', ['privacy', 'campaigns'], async () => (await import('./pages/privacy/looks.tsx')).Looks),
  page('privacy/ledger', ['privacy'], async () => (await import('./pages/privacy/ledger.tsx')).Ledger),
  page('*', [], async () => (await import('./pages/nowhere.tsx')).Nowhere),
]

/** For whoever is not signed in. */
export const doorsteps: readonly PageOfConsole[] = [
  page('/console/sign-in', ['people'], async () => (await import('./pages/sign-in.tsx')).SignIn),
  page('/console/sign-in/oidc', ['people'], async () => (await import('./pages/people/oidc-return.tsx')).OidcReturn),
  page('/console/forgotten', ['people'], async () => (await import('./pages/people/forgotten.tsx')).Forgotten),
  page('/console/join', ['people'], async () => (await import('./pages/people/join.tsx')).Join),
]
