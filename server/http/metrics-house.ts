// Gauges of the whole house, set when they are asked for: they come out of the database, so every process tells the same.
import { Counter, Gauge } from 'prom-client'
import type { House } from '#core/house.ts'
import { laneFigures, replicaFigures } from '#db/figures.ts'
import { houseFigures } from '#reports/house-figures.ts'
import { registry } from './metrics.ts'

const gauge = (name: string, help: string, labelNames: string[]) =>
  new Gauge({ name, help, labelNames, registers: [registry] })
const waiting = gauge('vouchsafe_outbox_waiting', 'Messages that are due and not sent', ['channel'])
const oldest = gauge('vouchsafe_outbox_oldest_seconds', 'How long the oldest of them has been due', ['channel'])
const budget = gauge('vouchsafe_budget_minor', 'Budgets of live campaigns in minor units, the fullest 200', [
  'campaign',
  'part',
])
const replica = {
  behind: gauge(
    'vouchsafe_replica_behind_seconds',
    'How far the replica for reports is behind, as far as is known',
    [],
  ),
  used: gauge('vouchsafe_replica_used', '1 when reports are read from the replica, 0 when from the primary', []),
}
const job = gauge('vouchsafe_job_idle_seconds', 'Since when a job has not finished a tick', ['job'])

for (const [name, help, read] of [
  ['vouchsafe_lane_groups_total', 'Groups of writes that shared a commit', () => laneFigures.groups],
  ['vouchsafe_lane_items_total', 'Writes in those groups: by groups it is the mean batch', () => laneFigures.items],
] as const) {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset()
      this.inc(read())
    },
  })
}

export async function setHouseGauges({ store, clock }: Pick<House, 'store' | 'clock'>): Promise<void> {
  setReplicaGauges()
  const now = clock.now()
  const figures = await houseFigures(store.read, now)
  for (const one of [waiting, oldest, budget, job]) one.reset()
  for (const { channel, number, since } of figures.waiting) {
    waiting.set({ channel }, Number(number))
    oldest.set({ channel }, (now - Number(since)) / 1000)
  }
  for (const { campaign, limit, ...parts } of figures.budgets) {
    if (limit !== null) budget.set({ campaign, part: 'limit' }, Number(limit))
    for (const [part, minor] of Object.entries(parts)) budget.set({ campaign, part }, Number(minor))
  }
  for (const { job: name, doneAt } of figures.jobs) {
    if (doneAt !== null) job.set({ job: name }, (now - Number(doneAt)) / 1000)
  }
}

function setReplicaGauges(): void {
  if (!replicaFigures.isThere) return
  const { behindSeconds, isUsed } = replicaFigures
  replica.used.set(isUsed ? 1 : 0)
  if (behindSeconds === null) replica.behind.reset()
  else replica.behind.set(Number.isFinite(behindSeconds) ? behindSeconds : -1)
}
