// A table of words; on a small screen it scrolls sideways within itself, by keyboard too.
import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

interface GridProps {
  caption: string
  head: string[]
  rows: { key: string; cells: ReactNode[] }[]
}

const scrolls = { overflowX: 'auto', position: 'relative', maxInlineSize: '100%' } as const

export function Grid({ caption, head, rows }: GridProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a landmark of the same name as its panel would be one too many
    <div role="group" tabIndex={0} aria-label={caption} style={scrolls}>
      <Table miw={620}>
        <Table.Thead>
          <Table.Tr>
            {head.map((one) => (
              <Table.Th key={one}>{one}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells }) => (
            <Table.Tr key={key}>
              {cells.map((cell, i) => (
                <Table.Td key={head[i]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
