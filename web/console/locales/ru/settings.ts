// Russian words about the settings of the house.
import type { settings as english } from '../en/settings.ts'
import type { Words } from '../shape.ts'

export const settings = {
  title: 'Настройки',
} satisfies Words<typeof english>
