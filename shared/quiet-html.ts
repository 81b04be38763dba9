// Makes the HTML of a message quiet: nothing is fetched from elsewhere, nothing runs, no form is sent; pure.

/** Dropped with everything inside. */
const SILENCED = [
  'script',
  'iframe',
  'object',
  'applet',
  'noscript',
  'template',
  'svg',
  'math',
  'video',
  'audio',
  'picture',
]
/** Dropped, but not what stands inside. */
const UNWRAPPED = [
  'link',
  'base',
  'meta',
  'embed',
  'frame',
  'frameset',
  'source',
  'track',
  'form',
  'input',
  'button',
  'param',
]
/** Attributes that make a reader fetch something. */
const FETCHING = [
  'srcset',
  'background',
  'poster',
  'data',
  'dynsrc',
  'lowsrc',
  'longdesc',
  'ping',
  'manifest',
  'formaction',
  'action',
  'imagesrcset',
]
const OWN_IMAGE = /^(data:image\/(png|jpeg|gif|webp);base64,|cid:)/i
const LINK = /^(https?:\/\/|mailto:|tel:|#)/i
/** Anything in CSS that may fetch, or that may be hiding it behind an escape. */
const FETCHING_CSS = /url\s*\(|@import|image-set|src\s*\(|expression|\\/i

const comments = /<!--[\s\S]*?(-->|$)|<![^>]*>|<\?[^>]*>/g
const silenced = new RegExp(`<(${SILENCED.join('|')})\\b[\\s\\S]*?(</\\1\\s*>|$)`, 'gi')
const styleBlock = /<style\b[^>]*>([\s\S]*?)(<\/style\s*>|$)/gi
const tag = /<(\/?)([a-z][a-z0-9:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi
const attribute = /([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g

/** The same document without what is loud; a sign `<` that opens no tag becomes text. Quieting twice changes nothing. */
export function quietHtml(html: string): string {
  const styles: string[] = []
  const bare = html
    .replaceAll('\u0000', '')
    .replace(comments, '')
    .replace(silenced, '')
    .replace(styleBlock, (_, css: string) => {
      if (!FETCHING_CSS.test(css)) styles.push(css.replaceAll('<', ''))
      return ''
    })
  const quiet = quietTags(bare)
  return styles.length === 0 ? quiet : `<style>${styles.join('\n')}</style>${quiet}`
}

function quietTags(html: string): string {
  let quiet = ''
  let at = 0
  for (const found of html.matchAll(tag)) {
    const [whole, slash = '', name = '', rest = ''] = found
    quiet += html.slice(at, found.index).replaceAll('<', '&lt;') + quietTag(slash, name.toLowerCase(), rest)
    at = found.index + whole.length
  }
  return quiet + html.slice(at).replaceAll('<', '&lt;')
}

function quietTag(slash: string, name: string, rest: string): string {
  if (UNWRAPPED.includes(name) || SILENCED.includes(name) || name === 'style') return ''
  if (slash) return `</${name}>`
  const kept: string[] = []
  for (const [, key = '', given] of rest.matchAll(attribute)) {
    const value = given === undefined ? '' : given.replace(/^(["'])([\s\S]*)\1$/, '$2')
    if (isQuiet(name, key.toLowerCase(), value)) kept.push(` ${key}="${value.replaceAll('"', '&quot;')}"`)
  }
  if (name === 'img' && !kept.some((one) => one.startsWith(' src='))) return ''
  return `<${name}${kept.join('')}>`
}

function isQuiet(tagName: string, key: string, value: string): boolean {
  const plain = decode(value).trim()
  if (key.startsWith('on') || key.includes(':') || FETCHING.includes(key)) return false
  if (key === 'src') return tagName === 'img' && OWN_IMAGE.test(plain)
  if (key === 'href') return (tagName === 'a' || tagName === 'area') && LINK.test(plain)
  if (key === 'style') return !FETCHING_CSS.test(plain)
  return true
}

/** A reader sees through character references, so the checks do as well. */
function decode(value: string): string {
  return value
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, hex: string) => sign(Number.parseInt(hex, 16)))
    .replace(/&#([0-9]{1,7});?/g, (_, digits: string) => sign(Number(digits)))
    .replace(/&(lpar|colon|sol|bsol|commat|Tab|NewLine);/g, (_, name: string) => named[name] ?? '')
}

const sign = (point: number) => (point <= 0x10ffff ? String.fromCodePoint(point) : '')
const named: Record<string, string> = { lpar: '(', colon: ':', sol: '/', bsol: '\\', commat: '@', Tab: '', NewLine: '' }
