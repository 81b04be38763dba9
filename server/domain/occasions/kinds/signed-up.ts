// A sign-up since the launch, at once or some time later; once for each person.
import { sql } from 'drizzle-orm'
import { signedUpTrigger } from '#shared/contracts/triggers.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { signupsToCome } from '../queries-next.ts'
import { GRACE_MS, OVERLAP_MS, type TriggerKind } from './trigger.ts'

export const signedUp: TriggerKind<'signed_up'> = {
  kind: 'signed_up',
  label: 'Signed up',
  args: signedUpTrigger,
  needs: () => [],
  due({ delayMinutes }, { asOf, since, launchedAt }) {
    const delay = delayMinutes * MINUTE_MS
    const from = Math.max(launchedAt - 1, Math.min(asOf - GRACE_MS, since - OVERLAP_MS))
    return {
      join: sql`join signups u on u.customer_id = c.id`,
      where: sql`u.due_base > ${from - delay} and u.due_base <= ${asOf - delay}`,
      occasion: sql`cast(${'signed_up'} as text)`,
    }
  },
  concerns: () => sql`exists (select 1 from signups u where u.customer_id = c.id)`,
  nextDue: (q, { delayMinutes }, asked) => signupsToCome(q, delayMinutes * MINUTE_MS, asked),
}
