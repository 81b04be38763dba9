// Draws codes as the vendor's code configurations ask for them; pure but for chance.
import { customAlphabet } from 'nanoid'
import { z } from 'zod'
import { invalidPayload } from './vendor-error.ts'

const CHARSET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LENGTH = 8
const LONGEST = 180
/** Where a pattern wants a sign by chance. */
const PLACE = '#'

export const codeConfigShape = z.object({
  length: z.number().int().min(1).max(100).nullish(),
  charset: z.string().max(500).nullish(),
  prefix: z.string().max(60).nullish(),
  postfix: z.string().max(60).nullish(),
  suffix: z.string().max(60).nullish(),
  pattern: z.string().max(LONGEST).nullish(),
})
export type CodeConfig = z.infer<typeof codeConfigShape>

/** A function that draws one. 400 `invalid_payload` for a configuration that has one code only. */
export function codeDrawer(config: CodeConfig | null | undefined): () => string {
  const { length, charset, prefix, postfix, suffix, pattern } = config ?? {}
  const signs = [...new Set(charset || CHARSET)].join('')
  if (signs.length < 2) throw invalidPayload('Property .code_config.charset needs two signs or more')
  const draw = customAlphabet(signs)
  if (pattern) {
    const places = pattern.split(PLACE).length - 1
    if (places === 0) throw invalidPayload('Property .code_config.pattern has no # in it')
    return () => {
      const drawn = draw(places)
      let at = 0
      return pattern.replaceAll(PLACE, () => drawn[at++] ?? '')
    }
  }
  return () => `${prefix ?? ''}${draw(length ?? LENGTH)}${postfix ?? suffix ?? ''}`
}
