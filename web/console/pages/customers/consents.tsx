// A customer's consents as a matrix for each purpose: kinds of data down, ways to reach her across; and every decision.
import { Button } from '@mantine/core'
import type { CellView } from '#shared/contracts/consent.ts'
import type { CustomerPanel } from '#shared/contracts/customer-desk.ts'
import { type CellState, categories, channels } from '#shared/kinds.ts'
import { useOpened } from '../../../ui/address.ts'
import { moment, spelled } from '../../../ui/format.ts'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'
import { List } from './list.tsx'

export function Consents({ consents }: { consents: CustomerPanel['consents'] }) {
  const { t } = useWords('customers')
  return (
    <Panel title={t('consents.title')} hint={t('consents.hint')}>
      {consents === null ? (
        <p className={css.note}>{t('part.closed')}</p>
      ) : consents.cells.length === 0 ? (
        <p className={css.note}>{t('consents.none')}</p>
      ) : (
        <div className={css.stack}>
          {[...Map.groupBy(consents.cells, ({ purpose }) => purpose)].map(([purpose, cells]) => (
            <Matrix key={purpose} purpose={purpose} cells={cells} />
          ))}
          <History history={consents.history} />
        </div>
      )}
    </Panel>
  )
}

const toneOf = (state: CellState): string =>
  state === 'granted'
    ? 'good'
    : ['refused', 'withdrawn', 'revoked', 'invalidated'].includes(state)
      ? 'bad'
      : state === 'unknown'
        ? 'plain'
        : 'warn'

function Matrix({ purpose, cells }: { purpose: string; cells: readonly CellView[] }) {
  const { t } = useWords('customers')
  const across = channels.filter((channel) => cells.some((cell) => cell.channel === channel))
  const down = categories.filter((category) => cells.some((cell) => cell.category === category))
  const at = (category: string, channel: string) =>
    cells.find((cell) => cell.category === category && cell.channel === channel)
  return (
    <div>
      <h3 className={css.title}>
        <bdi>{spelled(purpose)}</bdi>
      </h3>
      <List
        caption={t('consents.matrix', { purpose: spelled(purpose) })}
        rows={down}
        rowKey={(category) => category}
        columns={[
          { head: t('consents.kind'), cell: (category) => t(`kind.${category}`) },
          ...across.map((channel) => ({
            head: t(`channel.${channel}`),
            cell: (category: string) => <Cell cell={at(category, channel)} />,
          })),
        ]}
      />
    </div>
  )
}

function Cell({ cell }: { cell: CellView | undefined }) {
  const { t } = useWords('customers')
  if (cell === undefined) return <span className={css.note}>–</span>
  return (
    <>
      <span className={css.badge} data-tone={toneOf(cell.state)}>
        {t(`state.${cell.state}`)}
      </span>
      <div className={css.note}>{moment(cell.decidedAt)}</div>
    </>
  )
}

function History({ history }: Pick<NonNullable<CustomerPanel['consents']>, 'history'>) {
  const { t } = useWords('customers')
  const [isOpen, setOpen] = useOpened('history')
  if (history.length === 0) return null
  return (
    <div>
      <Button variant="default" size="xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'consents.hideHistory' : 'consents.showHistory')}
      </Button>
      {isOpen && (
        <List
          caption={t('consents.history')}
          rows={history}
          rowKey={({ id }) => id}
          columns={[
            { head: t('head.when'), cell: ({ at }) => moment(at) },
            { head: t('head.purpose'), cell: ({ purpose }) => <bdi>{spelled(purpose)}</bdi> },
            { head: t('head.what'), cell: ({ category }) => t.maybe(`kind.${category}`) },
            { head: t('head.channel'), cell: ({ channel }) => t.maybe(`channel.${channel}`) },
            { head: t('head.decision'), cell: ({ decision }) => t.maybe(`decision.${decision}`) },
            { head: t('head.who'), cell: ({ actor, method }) => <bdi>{`${actor}, ${method}`}</bdi> },
          ]}
        />
      )}
    </div>
  )
}
