// Arabic words about messages, connections, imports and webhooks.
import type { delivery as english } from '../en/delivery.ts'
import type { Words } from '../shape.ts'

export const delivery = {
  title: 'عمليات الإرسال',
} satisfies Words<typeof english>
