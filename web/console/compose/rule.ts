// Pure: a rule as the builder holds it, a tree of groups and conditions that may be half written, and as the doors take it.
import type { ReplyOf } from '#shared/api.ts'
import type { Rule } from '#shared/contracts/segments.ts'

export type { Rule } from '#shared/contracts/segments.ts'
export type RuleField = ReplyOf<'ruleFields'>['fields'][number]
export type RuleOp = RuleField['ops'][number]
export type Value = string | number | boolean | (string | number | boolean)[] | undefined

export interface Leaf {
  id: string
  field: string
  op: string
  /** Undefined while it is blank, or where the operator takes none. */
  value: Value
}
export interface Group {
  id: string
  how: 'all' | 'any'
  isNot: boolean
  nodes: Node[]
}
export type Node = Leaf | Group
export const isGroup = (node: Node): node is Group => 'nodes' in node

/** Only for the page: React and the focus need names for what has none. At random, because drafts outlive a reload. */
const newId = () => `node-${Math.random().toString(36).slice(2)}`

export const emptyGroup = (how: Group['how'] = 'all'): Group => ({ id: newId(), how, isNot: false, nodes: [] })

/** A condition on a field, with the first operator it takes. */
export function leafOn(field: RuleField | undefined): Leaf {
  const op = field?.ops[0]
  return { id: newId(), field: field?.field ?? '', op: op?.op ?? 'eq', value: blankFor(op) }
}

/** What a value starts with: lists are empty, yes-or-no is yes, all else is blank. */
export function blankFor(op: RuleOp | undefined): Value {
  if (op === undefined || op.value === 'none') return undefined
  if (op.isList) return []
  return op.value === 'boolean' ? true : undefined
}

/** Another operator keeps the value where it wants one of the same kind. */
export function withOp(leaf: Leaf, field: RuleField | undefined, name: string): Leaf {
  const [was, is] = [opOf(field, leaf.op), opOf(field, name)]
  const isSame = was !== undefined && is !== undefined && was.value === is.value && was.isList === is.isList
  return { ...leaf, op: name, value: isSame ? leaf.value : blankFor(is) }
}

export const opOf = (field: RuleField | undefined, name: string): RuleOp | undefined =>
  field?.ops.find(({ op }) => op === name)

/** The rule of the whole tree; undefined when it has no condition. Empty groups are left out. */
export function ruleOf(root: Group): Rule | undefined {
  const rule = write(root)
  if (rule === undefined) return undefined
  // The outermost frame round a single condition says nothing.
  const only = 'all' in rule && rule.all.length === 1 ? rule.all[0] : undefined
  return only !== undefined && 'field' in only ? only : rule
}

function write(node: Node): Rule | undefined {
  if (!isGroup(node)) {
    const { field, op, value } = node
    return { field, op, ...(value === undefined ? {} : { value }) } as Rule
  }
  const rules = node.nodes.map(write).filter((rule) => rule !== undefined)
  if (rules.length === 0) return undefined
  const group: Rule = node.how === 'all' ? { all: rules } : { any: rules }
  return node.isNot ? { not: group } : group
}

/** A stored rule as the builder holds it: the outermost is always a group. */
export function rootOf(rule: Rule | undefined): Group {
  if (rule === undefined) return emptyGroup()
  const node = read(rule)
  return isGroup(node) ? node : { ...emptyGroup(), nodes: [node] }
}

function read(rule: Rule): Node {
  if ('all' in rule) return { ...emptyGroup('all'), nodes: rule.all.map(read) }
  if ('any' in rule) return { ...emptyGroup('any'), nodes: rule.any.map(read) }
  if (!('not' in rule)) return { id: newId(), field: rule.field, op: rule.op, value: rule.value }
  const inner = read(rule.not)
  if (isGroup(inner) && !inner.isNot) return { ...inner, isNot: true }
  return { ...emptyGroup(), isNot: true, nodes: [inner] }
}

/** Where each node stands in the body that is sent, so that a reason can lead to it. */
export function pathsOf(root: Group): Map<string, string> {
  const paths = new Map<string, string>()
  const [first, ...more] = root.nodes.filter(isWritten)
  const isAlone = first !== undefined && more.length === 0 && !isGroup(first)
  const isBare = isAlone && !root.isNot && root.how === 'all'
  const walk = (node: Node, path: string) => {
    paths.set(node.id, path)
    if (!isGroup(node)) return
    const own = node === root && isBare ? null : `${path}${node.isNot ? '.not' : ''}.${node.how}`
    let at = 0
    for (const child of node.nodes) {
      if (!isWritten(child)) continue
      walk(child, own === null ? path : `${own}.${at}`)
      at += 1
    }
  }
  walk(root, 'segment.rule')
  return paths
}

const isWritten = (node: Node): boolean => !isGroup(node) || node.nodes.some(isWritten)

/** The tree with one node changed, or taken out where `change` answers null. */
export function changeNode(root: Group, id: string, change: (node: Node) => Node | null): Group {
  const walk = (node: Node): Node | null => {
    if (node.id === id) return change(node)
    if (!isGroup(node)) return node
    return { ...node, nodes: node.nodes.map(walk).filter((one) => one !== null) }
  }
  return (walk(root) as Group | null) ?? emptyGroup()
}

export const addTo = (root: Group, groupId: string, node: Node): Group =>
  changeNode(root, groupId, (group) => (isGroup(group) ? { ...group, nodes: [...group.nodes, node] } : group))

/** One place up or down among its neighbours; at the edge it stays. */
export function moveNode(root: Group, id: string, by: -1 | 1): Group {
  const walk = (group: Group): Group => {
    const at = group.nodes.findIndex((node) => node.id === id)
    const other = group.nodes[at + by]
    const own = group.nodes[at]
    if (own !== undefined && other !== undefined) {
      const nodes = [...group.nodes]
      nodes[at] = other
      nodes[at + by] = own
      return { ...group, nodes }
    }
    return { ...group, nodes: group.nodes.map((node) => (isGroup(node) ? walk(node) : node)) }
  }
  return walk(root)
}

/** How many conditions there are in all. */
export const leavesIn = (node: Node): number =>
  isGroup(node) ? node.nodes.reduce((sum, one) => sum + leavesIn(one), 0) : 1
