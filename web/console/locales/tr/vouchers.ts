// Turkish words about vouchers and what is done with them.
import type { vouchers as english } from '../en/vouchers.ts'
import type { Words } from '../shape.ts'

export const vouchers = {
  title: 'Kuponlar',
} satisfies Words<typeof english>
