// The builder's tree and the rule on the wire say the same, whatever is nested in what; a reason's path leads to its node.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rule as ruleSchema } from '#shared/contracts/segments.ts'
import {
  addTo,
  changeNode,
  emptyGroup,
  type Group,
  isGroup,
  leafOn,
  leavesIn,
  moveNode,
  pathsOf,
  type Rule,
  type RuleField,
  rootOf,
  ruleOf,
  withOp,
} from './rule.ts'

const country: RuleField = {
  field: 'country',
  label: 'Country',
  needs: ['location'],
  isMoney: false,
  ops: [
    { op: 'eq', value: 'country', isList: false },
    { op: 'in', value: 'country', isList: true },
    { op: 'ne', value: 'country', isList: false },
    { op: 'is_known', value: 'none', isList: false },
  ],
}

const leaf = fc.record({
  field: fc.constantFrom('age', 'country'),
  op: fc.constantFrom('eq', 'gt'),
  value: fc.integer(),
})
const rules = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf as fc.Arbitrary<Rule>,
    fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
})).rule

/** What a rule says of somebody of whom each leaf says what `facts` says. */
function holds(rule: Rule, facts: (leaf: string) => boolean): boolean {
  if ('all' in rule) return rule.all.every((one) => holds(one, facts))
  if ('any' in rule) return rule.any.some((one) => holds(one, facts))
  if ('not' in rule) return !holds(rule.not, facts)
  return facts(JSON.stringify(rule))
}

function at(rule: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(2)
    .reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], rule)
}

test('a rule comes back from the builder meaning the same, and so again and again', () => {
  fc.assert(
    fc.property(rules, fc.func(fc.boolean()), (rule, facts) => {
      const again = ruleOf(rootOf(rule))
      if (again === undefined) throw new Error('nothing came back')
      expect(ruleSchema.safeParse(again).success).toBe(true)
      expect(holds(again, facts)).toBe(holds(rule, facts))
      expect(ruleOf(rootOf(again))).toEqual(again)
    }),
  )
})

test('each condition is found under the path that the server names', () => {
  fc.assert(
    fc.property(rules, (rule) => {
      const root = rootOf(rule)
      const sent = ruleOf(root)
      const paths = pathsOf(root)
      const leaves = (group: Group): void => {
        for (const node of group.nodes) {
          if (isGroup(node)) leaves(node)
          else expect(at(sent, paths.get(node.id) ?? 'none')).toMatchObject({ field: node.field, value: node.value })
        }
      }
      leaves(root)
    }),
  )
})

test('nothing asked is no rule, and empty groups are left out', () => {
  const root = emptyGroup()
  expect(ruleOf(root)).toBeUndefined()
  const nested = addTo(root, root.id, emptyGroup('any'))
  expect(ruleOf(nested)).toBeUndefined()
  const asked = { ...leafOn(country), value: 'DE' }
  expect(ruleOf(addTo(nested, root.id, asked))).toEqual({ field: 'country', op: 'eq', value: 'DE' })
})

test('adding, moving, changing and taking out keep all the rest', () => {
  const [a, b, c] = [leafOn(country), leafOn(country), leafOn(country)]
  let root = [a, b, c].reduce((group, one) => addTo(group, group.id, one), emptyGroup())
  root = moveNode(root, c.id, -1)
  expect(root.nodes.map(({ id }) => id)).toEqual([a.id, c.id, b.id])
  expect(moveNode(root, a.id, -1)).toEqual(root)
  root = changeNode(root, c.id, () => null)
  expect(leavesIn(root)).toBe(2)
  expect(changeNode(root, a.id, (node) => (isGroup(node) ? node : { ...node, value: 'AT' })).nodes[0]).toMatchObject({
    value: 'AT',
  })
})

test('another operator keeps a value of the same kind and drops any other', () => {
  const asked = { ...leafOn(country), value: 'DE' }
  expect(withOp(asked, country, 'ne').value).toBe('DE')
  expect(withOp(asked, country, 'in').value).toEqual([])
  expect(withOp(asked, country, 'is_known').value).toBeUndefined()
})
