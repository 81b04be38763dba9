/** The thread that seals whole pages of people, so that a long import keeps no checkout waiting; one page at a time. */
import { createSecretKey } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { sealPage } from './sealing.js'

parentPort?.on('message', ({ wrapKey, page }) => {
  parentPort?.postMessage(sealPage(createSecretKey(wrapKey), page))
})
