// Russian words about the campaign designer.
import type { compose as english } from '../en/compose.ts'
import type { Words } from '../shape.ts'

export const compose = {
  title: 'Новая кампания',
} satisfies Words<typeof english>
