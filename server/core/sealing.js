// How identifiers are sealed under a customer's own key, and that key under the house's: AES-256-GCM, iv ‖ ciphertext ‖ tag in
// base64url. Plain JavaScript, because the thread that seals whole pages loads it without reading types away (sealing-thread.js).
import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync } from 'node:crypto'

const KEY = 32
const IV = 12
const TAG = 16
const drawn = Buffer.alloc(IV * 512)
let drawnTo = drawn.length

/** Drawn by the hundreds: asking the system for twelve bytes took longer than to seal a code. None is used twice. */
function drawIv() {
  if (drawnTo === drawn.length) {
    randomFillSync(drawn)
    drawnTo = 0
  }
  drawnTo += IV
  return drawn.subarray(drawnTo - IV, drawnTo)
}

export function sealWith(key, plain, about) {
  const iv = drawIv()
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
  const hidden = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  return Buffer.concat([iv, hidden, cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

export function unsealBytes(key, sealed, about) {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV)).setAAD(Buffer.from(about))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG))
  return Buffer.concat([decipher.update(bytes.subarray(IV, bytes.length - TAG)), decipher.final()])
}

export const fieldOf = (customerId, field) => `${customerId}/${field}`

/** See sealing.d.ts. One key after the other, so that no more than one lies open. */
export function sealPage(wrapKey, { ids, wrapped, counts, fields, texts }) {
  const done = { wrapped: [], sealed: [] }
  const raw = Buffer.alloc(KEY)
  let at = 0
  ids.forEach((id, i) => {
    if (wrapped[i] === '') {
      randomFillSync(raw)
      done.wrapped.push(sealWith(wrapKey, raw, id))
    } else {
      unsealBytes(wrapKey, wrapped[i], id).copy(raw)
      done.wrapped.push('')
    }
    const key = createSecretKey(raw)
    for (const to = at + counts[i]; at < to; at += 1)
      done.sealed.push(sealWith(key, texts[at], fieldOf(id, fields[at])))
  })
  raw.fill(0)
  return done
}
