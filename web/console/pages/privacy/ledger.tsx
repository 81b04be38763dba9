// Whether the proof of consent still fits what it stands for: the signed head, the verdict of the running check, the log to take away.
import { Anchor } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReplyOf } from '#shared/api.ts'
import { call } from '../../../api/call.ts'
import { useWhyNot } from '../../../parts/access.ts'
import { Act } from '../../../ui/act.tsx'
import { Answer } from '../../../ui/answer.tsx'
import { Failure } from '../../../ui/failure.tsx'
import { count, moment } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { downloadConsentLog } from './take-away.ts'

export function Ledger() {
  const { t } = useWords('privacy')
  const whyNot = useWhyNot('audit.read')
  const found = useQuery({
    queryKey: ['ledger'],
    queryFn: async ({ signal }) => {
      // Not ready is an answer here, and no failure.
      const [head, ready] = await Promise.all([call('ledgerHead', { signal }), fetch('/readyz', { signal })])
      const { ledger } = (await ready.json()) as ReplyOf<'readyz'>
      return { head, fits: ledger }
    },
  })
  const take = useMutation({ mutationFn: () => downloadConsentLog() })
  return (
    <Page
      title={t('ledger.title')}
      lead={t('ledger.lead')}
      actions={
        <Act variant="default" whyNot={whyNot} loading={take.isPending} onClick={() => take.mutate()}>
          {t('ledger.download')}
        </Act>
      }
    >
      {take.error !== null && <Failure error={take.error} />}
      <Answer of={found}>
        {({ head, fits }) => (
          <div className={css.stack}>
            <Panel
              title={t('ledger.health')}
              beside={
                <span className={css.badge} data-tone={fits ? 'good' : 'bad'}>
                  {t(fits ? 'ledger.fits' : 'ledger.broken')}
                </span>
              }
            >
              <p className={css.note}>{t(fits ? 'ledger.fits.text' : 'ledger.broken.text')}</p>
              <Facts
                facts={[
                  { term: t('ledger.size'), says: count(head.size) },
                  { term: t('ledger.signed'), says: moment(head.at) },
                  {
                    term: t('ledger.root'),
                    says: (
                      <span className={css.mono} dir="ltr" style={{ wordBreak: 'break-all' }}>
                        {head.root}
                      </span>
                    ),
                  },
                ]}
              />
            </Panel>
            <Panel title={t('ledger.verify')} hint={t('ledger.verify.hint')}>
              <p className={css.mono} dir="ltr">
                npm run ledger:verify
              </p>
              <Anchor href="/.well-known/jwks.json" target="_blank" rel="noreferrer">
                {t('ledger.keys')}
              </Anchor>
            </Panel>
          </div>
        )}
      </Answer>
    </Page>
  )
}
