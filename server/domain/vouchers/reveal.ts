// The code of a voucher in clear, for those who may see it.
import type { House } from '#core/house.ts'
import type { Secrets } from '#core/secrets.ts'
import { sealedCodes } from './queries-feeds.ts'

/** Undefined once the code is blanked: used up, expired, or its customer erased (decisions.md, 29). */
export function codeOf(secrets: Secrets, voucher: { id: string; codeSealed?: string | null }): string | undefined {
  return voucher.codeSealed ? secrets.unseal(voucher.codeSealed, voucher.id) : undefined
}

/** By voucher; absent once the code is blanked. */
export async function codesOf(
  { store, secrets }: Pick<House, 'store' | 'secrets'>,
  ids: string[],
): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await sealedCodes(store.read, ids)
  return new Map(rows.map((row) => [row.id, codeOf(secrets, row) ?? '']))
}
