/** The shop of the walks that press: a house on a test clock with its birthday campaign, a mail server and a browser. */
import type { Browser } from 'playwright-core'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { buildConsole } from '../scripts/build-console.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import { openBrowser } from './test-browser.ts'
import { openDeliveryShop, TODAY } from './test-delivery-shop.ts'

export interface PressShop {
  server: TestServer
  browser: Browser
  mailbox: Mailbox
  /** The birthday campaign, which is live. */
  campaignId: string
  close(): Promise<void>
}

export async function openPressShop(): Promise<PressShop> {
  buildConsole()
  const mailbox = await openMailbox()
  const env = { SMTP_URL: mailbox.url, OUTSIDE_ALLOW: '127.0.0.1' }
  const server = await startServer({ engine: 'sqlite', clock: TODAY, env })
  const browser = await openBrowser()
  const close = async () => {
    await browser.close()
    await server.close()
    await mailbox.close()
  }
  return { server, browser, mailbox, campaignId: await openDeliveryShop(server), close }
}
