// Tells what a rule may ask about: each field with the operators it takes and the kind of value each operator wants.
import { attributesByKey } from '#customers/attributes.ts'
import type { Queries } from '#db/store.ts'
import type { RuleField } from '#shared/contracts/desk.ts'
import { opsOf } from './compile.ts'
import { type Field, fields, findField } from './conditions/all.ts'
import type { Operator, OwnOp } from './conditions/field.ts'

/** The house's own fields first, then the declared attributes by key. */
export async function listFields(q: Queries): Promise<RuleField[]> {
  const attributes = await attributesByKey(q)
  const declared = [...attributes.keys()]
    .sort()
    .map((key) => findField(`attributes.${key}`, attributes))
    .filter((field) => typeof field !== 'string')
  return [...fields, ...declared].map(describe)
}

function describe(field: Field): RuleField {
  return {
    field: field.field,
    label: field.label,
    needs: [...field.needs],
    isMoney: field.field.endsWith('Minor'),
    ops: opsOf(field).map((op) => ({ op, ...wantedBy(field, op) })),
  }
}

type ValueKind = RuleField['ops'][number]['value']

/** One of each kind; the most particular come first, because what takes any text takes a day too. */
const samples: [ValueKind, unknown][] = [
  ['text', 'any text'],
  ['boolean', true],
  ['number', 1],
  ['day', '2026-12-31'],
  ['month_day', '12-31'],
  ['country', 'DE'],
]

/** The operator itself is asked, so that no second list can say otherwise. */
function wantedBy({ ops }: Field, op: string): { value: ValueKind; isList: boolean } {
  const own = (op === 'ne' ? 'eq' : op === 'is_unknown' ? 'is_known' : op) as OwnOp
  const operator = ops[own] as Operator
  const takes = (value: unknown) => typeof operator.read(value) !== 'string'
  if (takes(undefined)) return { value: 'none', isList: false }
  const isList = op === 'in'
  const [kind = 'text'] = samples.find(([, sample]) => takes(isList ? [sample] : sample)) ?? []
  return { value: kind, isList }
}
