// The documentation's texts as HTML: headings, paragraphs, lists, tables, code and links, and nothing else; pure.
import { escapeHtml } from '../../../web/privacy/html.ts'

export interface Rendered {
  title: string
  html: string
  headings: { id: string; text: string }[]
}

/** `[words](address)`, `` `code` `` and `**strong**` within a line. */
function inline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (part.startsWith('`') ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : plain(part)))
    .join('')
}

const plain = (text: string): string =>
  escapeHtml(text)
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>')

export const idOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** The first line is the title, `# …`. */
export function renderText(source: string): Rendered {
  const [first = '', ...lines] = source.split('\n')
  const headings: Rendered['headings'] = []
  const html: string[] = []
  for (let at = 0; at < lines.length; ) {
    const block = blockAt(lines, at)
    at = block.next
    if (block.heading) headings.push(block.heading)
    if (block.html !== '') html.push(block.html)
  }
  return { title: first.replace(/^# /, ''), html: html.join('\n'), headings }
}

interface Block {
  html: string
  next: number
  heading?: { id: string; text: string }
}

function blockAt(lines: string[], at: number): Block {
  const line = lines[at] ?? ''
  if (line.trim() === '') return { html: '', next: at + 1 }
  if (line.startsWith('```')) {
    const end = lines.findIndex((one, index) => index > at && one.startsWith('```'))
    const code = lines.slice(at + 1, end).join('\n')
    return { html: `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>`, next: end + 1 }
  }
  const heading = /^(#{2,3}) (.+)$/.exec(line)
  if (heading) {
    const [, marks = '', text = ''] = heading
    const id = idOf(text)
    const tag = `h${marks.length}`
    const html = `<${tag} id="${id}">${inline(text)}</${tag}>`
    return { html, next: at + 1, ...(marks.length === 2 ? { heading: { id, text } } : {}) }
  }
  const end = endOf(lines, at)
  const some = lines.slice(at, end)
  if (line.startsWith('|')) return { html: tableOf(some), next: end }
  if (line.startsWith('- ')) return { html: listOf('ul', some, /^- /), next: end }
  if (/^\d+\. /.test(line)) return { html: listOf('ol', some, /^\d+\. /), next: end }
  return { html: `<p>${inline(some.join(' '))}</p>`, next: end }
}

/** A block ends at an empty line. */
function endOf(lines: string[], at: number): number {
  const empty = lines.findIndex((one, index) => index > at && one.trim() === '')
  return empty === -1 ? lines.length : empty
}

/** A line that does not begin an item goes on with the last. */
function listOf(tag: 'ul' | 'ol', lines: string[], mark: RegExp): string {
  const items: string[] = []
  for (const line of lines) {
    if (mark.test(line)) items.push(line.replace(mark, ''))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`
}

function tableOf([head = '', , ...rows]: string[]): string {
  const cells = (row: string) =>
    row
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => inline(cell.trim()))
  const names = cells(head).map((cell) => `<th scope="col">${cell}</th>`)
  const body = rows.map(
    (row) =>
      `<tr>${cells(row)
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  )
  return `<table><thead><tr>${names.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`
}
