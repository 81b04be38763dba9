// Arabic words about team members, sign-in, API keys and the audit log.
import type { people as english } from '../en/people.ts'
import type { Words } from '../shape.ts'

export const people = {
  title: 'الأشخاص والوصول',
} satisfies Words<typeof english>
