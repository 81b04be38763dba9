// Drafts a notice: what people will be told, in each language, and the most that it will permit.
import canonicalize from 'canonicalize'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { sha256 } from '#core/secrets.ts'
import type { Tx } from '#db/store.ts'
import type { NewNotice } from '#shared/contracts/consent.ts'
import { requirePurposes } from './purposes.ts'
import { insertNotice, insertScope, insertTexts, latestVersion } from './queries-notices.ts'

/** Refuses unknown purposes and a cell that stands twice. The version is settled here, so drafts never share one. */
export async function draftNotice(tx: Tx, input: NewNotice): Promise<{ id: string; version: number }> {
  refuseDoubles(input.scope)
  await requirePurposes(
    tx,
    input.scope.map(({ purpose }, i) => ({ key: purpose, path: `scope.${i}.purpose` })),
  )
  const { id, version } = await takeVersion(tx, input)
  await insertTexts(
    tx,
    Object.entries(input.texts).map(([locale, { title, body }]) => {
      const labels = input.labels?.[locale]
      return {
        ...{ noticeId: id, locale, title, body, sha256: textHash(title, body) },
        labelsSha256: labels === undefined ? null : labelsHash(labels),
      }
    }),
  )
  await insertScope(
    tx,
    input.scope.map(({ recipients = [], ...cell }) => {
      return { noticeId: id, ...cell, recipients: JSON.stringify([...recipients].sort()), sinceVersion: null }
    }),
  )
  return { id, version }
}

/** What proof of consent points to: the exact words that were shown. */
export function textHash(title: string, body: string): string {
  return sha256(`${title}\n\n${body}`)
}

/** What proof of consent points to beside the text: the words of the controls, in the canonical order of JSON. */
export function labelsHash(labels: Readonly<Record<string, string>>): string {
  return sha256(canonicalize(labels) ?? '')
}

async function takeVersion(
  tx: Tx,
  { controller, effectiveAt, labels = {} }: NewNotice,
): Promise<{ id: string; version: number }> {
  const row = {
    id: newId('notice', tx.now),
    controller: JSON.stringify(controller),
    labels: JSON.stringify(labels),
    createdAt: tx.now,
    publishedAt: null,
    effectiveAt: effectiveAt === undefined ? null : Date.parse(effectiveAt),
  }
  for (;;) {
    const version = (await latestVersion(tx)) + 1
    if (await insertNotice(tx, { ...row, version })) return { id: row.id, version }
  }
}

function refuseDoubles(scope: NewNotice['scope']): void {
  const seen = new Set<string>()
  scope.forEach(({ purpose, channel, category }, i) => {
    const cell = `${purpose} ${channel} ${category}`
    if (seen.has(cell)) {
      throw new Refusal('request.invalid', { errors: [{ path: `scope.${i}`, message: 'this cell stands twice' }] })
    }
    seen.add(cell)
  })
}
