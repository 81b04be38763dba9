// Whether birth years may be kept: only while a published purpose needs people's age.
import type { Queries } from '#db/store.ts'
import { noticeInForce } from './notice.ts'

export async function keepsBirthYear(q: Queries, now: number): Promise<boolean> {
  const notice = await noticeInForce(q, now)
  return notice?.scope.some(({ category }) => category === 'age') ?? false
}
