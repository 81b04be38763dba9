// Text stays text, whatever is in it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { html } from './html.ts'

test('what stands between the words is escaped once, wherever it stands', () => {
  const evil = `"><script>alert('1')</script>&amp;`
  const shown = String(html`<p title="${evil}">${evil}</p>`)
  expect(shown).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</p>',
  )
  expect(String(html`${html`<b>${'<i>'}</b>`}${[1, html`<br>`, '&']}${null}${false}${true}${undefined}`)).toBe(
    '<b>&lt;i&gt;</b>1<br>&amp;',
  )
})

test('a thing that only looks like HTML of ours is text', () => {
  const fake = { toString: () => '<script>' } as unknown as string
  expect(() => String(html`${fake}`)).toThrow()
})

test('signs that cannot be seen do not turn the text round or end it', () => {
  expect(String(html`${'a\u202eb\u0000c\u2066d\ud800e\nf'}`)).toBe('a b c d\ufffde\nf')
})

test('no text of any kind opens a tag or leaves its attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = String(html`<p title="${text}">${text}</p>`)
      expect(shown.match(/[<>"]/g)).toEqual(['<', '"', '"', '>', '<', '>'])
    }),
  )
})
