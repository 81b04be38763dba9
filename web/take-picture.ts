// Takes the picture of the README: `npm run demo`, then `node web/take-picture.ts '<the address that the demo prints>'`.
// Opens the first campaign of the list on the real server, 1280 × 1060, light, and writes web/console/picture.png.
import { join } from 'node:path'
import { openBrowser } from './test-browser.ts'

const address = process.argv[2]
if (address === undefined)
  throw new Error("Say where: node web/take-picture.ts 'http://127.0.0.1:8080/console#key=vsk_…'")

const browser = await openBrowser()
const page = await browser.newPage({
  viewport: { width: 1280, height: 1060 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
  locale: 'en-GB',
})
await page.goto(address)
await page.getByRole('link', { name: /^Birthday/ }).click()
await page.getByRole('img', { name: /^Bar chart/ }).waitFor()
await page.getByText('Live', { exact: true }).last().waitFor()
await page.screenshot({ path: join(import.meta.dirname, 'console/picture.png') })
await browser.close()
