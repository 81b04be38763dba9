// Which roles somebody or something has: one box for each.
import { Checkbox } from '@mantine/core'
import { type Role, roles } from '#shared/kinds.ts'
import { roleInWords } from '../../../parts/access.ts'

interface RoleChoiceProps {
  label: string
  value: readonly Role[]
  onChange: (value: Role[]) => void
}

export function RoleChoice({ label, value, onChange }: RoleChoiceProps) {
  return (
    <Checkbox.Group label={label} value={[...value]} onChange={(next) => onChange(next as Role[])} mt="sm">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '0.5rem 1.1rem', marginBlockStart: '0.4rem' }}>
        {roles.map((role) => (
          <Checkbox key={role} value={role} label={roleInWords(role)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
