// Arabic words about the privacy officer's pages.
import type { privacy as english } from '../en/privacy.ts'
import type { Words } from '../shape.ts'

export const privacy = {
  title: 'الخصوصية',
} satisfies Words<typeof english>
