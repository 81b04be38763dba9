// The code of a voucher in clear, for those who may see it.
import type { Secrets } from '#core/secrets.ts'

/** Undefined once the code is blanked: used up, expired, or its customer erased (decisions.md, 29). */
export function codeOf(secrets: Secrets, voucher: { id: string; codeSealed?: string | null }): string | undefined {
  return voucher.codeSealed ? secrets.unseal(voucher.codeSealed, voucher.id) : undefined
}
