// Turkish words about the settings of the house.
import type { settings as english } from '../en/settings.ts'
import type { Words } from '../shape.ts'

export const settings = {
  title: 'Ayarlar',
} satisfies Words<typeof english>
