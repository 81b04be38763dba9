// Arabic words about customers and what is known of them.
import type { customers as english } from '../en/customers.ts'
import type { Words } from '../shape.ts'

export const customers = {
  title: 'العملاء',
} satisfies Words<typeof english>
