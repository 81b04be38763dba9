// One voucher: what it is, its story, and what people can do with it.
import { Alert, Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from 'react-router'
import type { Voucher } from '#shared/contracts/vouchers.ts'
import { campaign as campaignQuery } from '../../../api/queries.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Answer } from '../../../ui/answer.tsx'
import { moment, money } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from './desk.module.css'
import { voucher as voucherQuery } from './queries.ts'
import { Story } from './story.tsx'
import { VoucherActs } from './voucher-acts.tsx'
import { VoucherStateBadge } from './voucher-state.tsx'

export function VoucherPage() {
  const { t } = useWords('vouchers')
  const { id = '' } = useParams()
  const asked = useQuery(voucherQuery(id))
  return (
    <Page
      title={`${t('one')} …${id.slice(-8)}`}
      crumbs={[{ to: '/console/vouchers', label: t('title') }]}
      beside={asked.data && <VoucherStateBadge state={asked.data.state} />}
      isWaiting={asked.isPending}
      actions={asked.data && <VoucherActs key={id} voucher={asked.data} />}
    >
      <div className={css.stack} key={asked.status}>
        <JustDone />
        <Answer of={asked}>
          {(voucher) => (
            <div className={css.two}>
              <About voucher={voucher} />
              <Story id={voucher.id} />
            </div>
          )}
        </Answer>
      </div>
    </Page>
  )
}

/** What was done a moment ago, also on the page of the voucher that it made. */
function JustDone() {
  const { t } = useWords('vouchers')
  const state: unknown = useLocation().state
  const done = typeof state === 'object' && state !== null && 'done' in state ? state.done : null
  if (done !== 'extend' && done !== 'reissue' && done !== 'revoke') return null
  return (
    <Alert color="pine" variant="light" role="status">
      {t(`act.done.${done}`)}
    </Alert>
  )
}

function About({ voucher }: { voucher: Voucher }) {
  const { t } = useWords('vouchers')
  const isClosed = useWhyNot('campaigns.read') !== null
  const campaign = useQuery({ ...campaignQuery(voucher.campaignId), enabled: !isClosed })
  const link = (
    <Anchor component={Link} to={`/console/campaigns/${voucher.campaignId}`} className={css.name}>
      <bdi>{campaign.data?.name ?? (isClosed ? voucher.campaignId : '…')}</bdi>
    </Anchor>
  )
  return (
    <Panel title={t('facts.title')}>
      <Facts
        facts={[
          {
            term: t('facts.code'),
            says:
              voucher.code === undefined ? (
                <span className={css.note}>{t('facts.codeHidden')}</span>
              ) : (
                <code className={css.mono} dir="ltr">
                  {voucher.code}
                </code>
              ),
          },
          { term: t('facts.campaign'), says: link },
          { term: t('facts.variant'), says: <bdi>{voucher.variantKey}</bdi> },
          { term: t('facts.channel'), says: t(`channel.${voucher.channel ?? 'none'}`) },
          { term: t('facts.issued'), says: moment(voucher.issuedAt) },
          { term: t('facts.ends'), says: moment(voucher.expiresAt) },
          ...(voucher.redeemedAt === null ? [] : [{ term: t('facts.redeemed'), says: moment(voucher.redeemedAt) }]),
          ...(voucher.revokedAt === null ? [] : [{ term: t('facts.revoked'), says: moment(voucher.revokedAt) }]),
          ...(voucher.balanceMinor === null
            ? []
            : [{ term: t('facts.left'), says: money(voucher.balanceMinor, voucher.currency) }]),
        ]}
      />
    </Panel>
  )
}
