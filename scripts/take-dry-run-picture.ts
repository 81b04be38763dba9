// Takes the picture of a dry run for the README: `node scripts/take-dry-run-picture.ts`. A server of its own with twelve invented
// people, 1180 pixels wide, light; writes web/console/picture-dry-run.png.
import { join } from 'node:path'
import { startServer } from '../server/test-server.ts'
import { openBrowser } from '../web/test-browser.ts'
import { openDeliveryShop, TODAY } from '../web/test-delivery-shop.ts'
import { buildConsole } from './build-console.ts'

buildConsole()
const server = await startServer({ engine: 'sqlite', clock: TODAY })
const browser = await openBrowser()
try {
  const campaignId = await openDeliveryShop(server)
  const look = { colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB' } as const
  const page = await browser.newPage({ viewport: { width: 1180, height: 1150 }, ...look })
  await page.goto(`${server.url}/console/campaigns/${campaignId}/dry-run#key=${server.adminKey}`)
  await page.getByLabel('Why do you look?').fill('The launch of the campaign')
  await page.getByRole('button', { name: 'Name them' }).click()
  await page.getByRole('rowheader', { name: 'c-102' }).waitFor()
  await page.screenshot({ path: join(import.meta.dirname, '../web/console/picture-dry-run.png') })
} finally {
  await browser.close()
  await server.close()
}
