// My data with what puts it right, and who used what and when.
import { myData } from '#privacy/my-data.ts'
import { usageOf } from '#privacy/usage.ts'
import { dataPage, usagePage } from '../../../web/privacy/pages/data.ts'
import type { Shown, Visit } from './pages-visit.ts'

/** As many as a page of an old phone can bear; the file has them all. */
const USES_SHOWN = 60

export async function showDataRoom({ house, frame, customerId }: Visit): Promise<Shown> {
  return { page: dataPage(frame, await myData(house, customerId)) }
}

export async function showUsageRoom({ house, frame, customerId }: Visit): Promise<Shown> {
  return { page: usagePage(frame, (await usageOf(house, customerId)).slice(0, USES_SHOWN)) }
}
