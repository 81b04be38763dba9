// Arabic words about the campaign designer.
import type { compose as english } from '../en/compose.ts'
import type { Words } from '../shape.ts'

export const compose = {
  title: 'حملة جديدة',
} satisfies Words<typeof english>
