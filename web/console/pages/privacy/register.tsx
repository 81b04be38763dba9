// The register of processing: for whoever audits the house, what is done with which data, on what basis and for how long.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { measures as known, type Measure } from '#shared/measures.ts'
import { call } from '../../../api/call.ts'
import { Answer } from '../../../ui/answer.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Page } from '../../../ui/page.tsx'
import { Facts, Panel } from '../../../ui/panel.tsx'
import { useWords, wordsOf } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { categoryInWords, channelInWords } from './cells.tsx'
import { Grid } from './grid.tsx'
import { downloadRegister } from './take-away.ts'

export function Register() {
  const { t } = useWords('privacy')
  const found = useQuery({
    queryKey: ['register'],
    queryFn: ({ signal }) => call('registerOfProcessing', { signal }),
  })
  return (
    <Page
      title={t('register.title')}
      lead={t('register.lead')}
      actions={
        <Button variant="default" onClick={() => downloadRegister()}>
          {t('register.download')}
        </Button>
      }
    >
      <Answer of={found}>
        {({ controller, noticeVersion, activities, measures }) =>
          controller === null ? (
            <Empty title={t('register.none')}>
              <p>{t('notices.teach')}</p>
            </Empty>
          ) : (
            <div className={css.stack}>
              <Panel title={t('controller')}>
                <Facts
                  facts={[
                    { term: t('controller.name'), says: <bdi>{controller.name}</bdi> },
                    { term: t('controller.contact'), says: <bdi>{controller.contact}</bdi> },
                    ...(controller.authority === undefined
                      ? []
                      : [{ term: t('authority'), says: <bdi>{controller.authority.name}</bdi> }]),
                    { term: t('version'), says: noticeVersion ?? '' },
                  ]}
                />
              </Panel>
              <Panel title={t('register.activities')}>
                <Grid
                  caption={t('register.activities')}
                  head={(['purpose', 'basis', 'channel', 'category', 'retention', 'recipients'] as const).map((head) =>
                    t(head),
                  )}
                  rows={activities.map((one) => ({
                    key: `${one.purpose} ${one.channel} ${one.category}`,
                    cells: [
                      <bdi key="purpose">{one.title}</bdi>,
                      t(`basis.${one.legalBasis}`),
                      channelInWords(one.channel),
                      categoryInWords(one.category),
                      t('months', { count: one.retentionMonths }),
                      <bdi key="recipients">{one.recipients.join(', ') || '–'}</bdi>,
                    ],
                  }))}
                />
              </Panel>
              <Panel title={t('register.measures')}>
                <ul>
                  {measures.map((measure) => (
                    <li key={measure}>{measureInWords(measure)}</li>
                  ))}
                </ul>
              </Panel>
            </div>
          )
        }
      </Answer>
    </Page>
  )
}

/** What a later server says more than we know is told as it says it. */
function measureInWords(said: string): string {
  const name = (Object.keys(known) as Measure[]).find((one) => known[one] === said)
  return name === undefined ? said : wordsOf('privacy')(`measure.${name}`)
}
