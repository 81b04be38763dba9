// What every marketing mail ends with: why it came, how to end that with one press, and who sends it; pure.
import type { Controller } from '#shared/contracts/consent.ts'
import type { LegalBasis } from '#shared/kinds.ts'
import { escapeText, type Written } from './message.ts'
import { dayOf, languageFor, translate } from './write-service.ts'

export interface Reason {
  legalBasis: LegalBasis
  /** What the purpose is called in the reader's language. */
  purpose: string
  /** When she agreed (epoch ms); null on the other bases. */
  agreedAt: number | null
}

/** The message with its last lines, in the reader's language where we write it. `link` unsubscribes. */
export function withFooter(written: Written, reason: Reason, link: string, controller: Controller | null): Written {
  const language = languageFor(written.locale)
  const say = (key: string, values: Record<string, string> = {}) => translate(language, key, values)
  const who = controller?.responsible ?? controller
  const lines = [
    sentence(reason, language),
    say('marketing.stop'),
    ...(controller === null ? [] : [say('footer.sender', { name: controller.name, address: controller.address })]),
    ...(who === null || who === undefined ? [] : [say('footer.responsible', { name: who.name, contact: who.contact })]),
  ]
  const [why = '', stop = '', ...sender] = lines
  const text = `${written.text.trimEnd()}\n\n-- \n${[why, `${stop} ${link}`, ...sender].join('\n')}\n`
  const anchor = `<a href="${escapeText(link)}">${escapeText(link)}</a>`
  const html = [escapeText(why), `${escapeText(stop)} ${anchor}`, ...sender.map(escapeText)]
  const block = `<hr><p lang="${language}">${html.join('<br>')}</p>`
  return { ...written, text, html: written.html.replace(/<\/body><\/html>\s*$/, `${block}\n</body></html>\n`) }
}

/** A text message has no room for more than the way out. */
export const withStop = (written: Written, link: string): Written => ({
  ...written,
  text: `${written.text.trimEnd()}\nSTOP: ${link}`,
})

function sentence({ legalBasis, purpose, agreedAt }: Reason, language: string): string {
  if (legalBasis === 'contract') return translate(language, 'marketing.contract', { purpose })
  if (legalBasis === 'legitimate_interest') return translate(language, 'marketing.interest', { purpose })
  return translate(language, 'marketing.reason', {
    purpose,
    agreedAt: agreedAt === null ? '' : dayOf(agreedAt, language),
  })
}
