// A table of figures: the first column names the row, the rest are numbers; it scrolls sideways within itself.
import css from './table.module.css'

interface TableProps {
  caption: string
  head: string[]
  rows: string[][]
  foot?: string[]
  /** Whether the caption is also for the eye. */
  isCaptionShown?: boolean
}

export function Table({ caption, head, rows, foot, isCaptionShown = false }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={caption}>
      <table className={css.table}>
        <caption data-shown={isCaptionShown || undefined}>{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row[0]} cells={row} head={head} />
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <Row cells={foot} head={head} />
          </tfoot>
        )}
      </table>
    </section>
  )
}

function Row({ cells, head }: { cells: string[]; head: string[] }) {
  return (
    <tr>
      {cells.map((cell, index) =>
        index === 0 ? (
          <th key={head[index]} scope="row">
            {cell}
          </th>
        ) : (
          <td key={head[index]}>{cell}</td>
        ),
      )}
    </tr>
  )
}
