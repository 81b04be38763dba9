// For whom: a tree of groups and conditions, built with the keyboard or the mouse; each condition says what consent it takes.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ruleFields } from '../../api/queries.ts'
import { categoryInWords } from '../../parts/words.ts'
import { ChoiceBlank } from '../../ui/blank.tsx'
import { Failure } from '../../ui/failure.tsx'
import { listed } from '../../ui/format.ts'
import { Plus } from '../../ui/icons.tsx'
import { fieldId } from '../../ui/reasons.tsx'
import { useWords } from '../words.ts'
import {
  addTo,
  changeNode,
  emptyGroup,
  type Group,
  isGroup,
  type Leaf,
  leafOn,
  moveNode,
  type Node,
  opOf,
  pathsOf,
  type RuleField,
  withOp,
} from './rule.ts'
import css from './rule-builder.module.css'
import { RuleValue } from './rule-value.tsx'

interface BuilderProps {
  root: Group
  currency: string
  onChange: (root: Group) => void
}

interface Tools {
  fields: RuleField[]
  currency: string
  paths: Map<string, string>
  change: (id: string, change: (node: Node) => Node | null) => void
  add: (groupId: string, node: Node) => void
  move: (id: string, by: -1 | 1) => void
  remove: (id: string) => void
}

export function RuleBuilder({ root, currency, onChange }: BuilderProps) {
  const known = useQuery(ruleFields)
  const goTo = useFocusAfter(root)
  if (known.isError) return <Failure error={known.error} onRetry={() => known.refetch()} />
  const tools: Tools = {
    fields: known.data?.fields ?? [],
    currency,
    paths: pathsOf(root),
    change: (id, change) => onChange(changeNode(root, id, change)),
    add: (groupId, node) => {
      goTo(node.id)
      onChange(addTo(root, groupId, node))
    },
    move: (id, by) => {
      goTo(id)
      onChange(moveNode(root, id, by))
    },
    remove: (id) => {
      goTo(`${root.id}-add`)
      onChange(changeNode(root, id, () => null))
    },
  }
  return <GroupBox group={root} depth={0} tools={tools} />
}

/** Where the focus goes once the tree is drawn with what was just added, moved or taken out. */
function useFocusAfter(root: Group) {
  const wanted = useRef<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the tree
  useEffect(() => {
    const id = wanted.current
    wanted.current = null
    if (id === null) return
    const box = document.getElementById(id)
    const field = box?.matches('button') ? box : box?.querySelector<HTMLElement>('select, input, button')
    field?.focus()
  }, [root])
  return (id: string) => {
    wanted.current = id
  }
}

function GroupBox({ group, depth, tools }: { group: Group; depth: number; tools: Tools }) {
  const { t } = useWords('compose')
  const isRoot = depth === 0
  const head = group.isNot ? 'not' : group.how
  const set = (choice: 'all' | 'any' | 'not') =>
    tools.change(group.id, () => ({
      ...group,
      isNot: choice === 'not',
      how: choice === 'not' ? group.how : choice,
    }))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset reads its legend twice
    <div id={group.id} role="group" aria-label={t(`rule.${head}`)} className={css.group} data-depth={depth % 3}>
      <div className={css.head}>
        {group.nodes.length === 0 && isRoot ? (
          <span className={css.soft}>{t('rule.everybody')}</span>
        ) : (
          <ChoiceBlank
            label={t('rule.how')}
            value={head}
            onChange={set}
            choices={(['all', 'any', 'not'] as const).map((value) => ({ value, label: t(`rule.${value}`) }))}
          />
        )}
        {!isRoot && <Moves id={group.id} name={t('rule.group')} tools={tools} />}
      </div>
      <ul className={css.nodes}>
        {group.nodes.map((node) => (
          <li key={node.id}>
            {isGroup(node) ? (
              <GroupBox group={node} depth={depth + 1} tools={tools} />
            ) : (
              <LeafRow leaf={node} tools={tools} />
            )}
          </li>
        ))}
      </ul>
      <div className={css.adds}>
        <Button
          id={`${group.id}-add`}
          variant="default"
          size="compact-sm"
          leftSection={<Plus size={14} />}
          disabled={tools.fields.length === 0}
          onClick={() => tools.add(group.id, leafOn(tools.fields[0]))}
        >
          {t('rule.addCondition')}
        </Button>
        {depth < DEEPEST && (
          <Button
            variant="subtle"
            size="compact-sm"
            disabled={tools.fields.length === 0}
            onClick={() => tools.add(group.id, { ...emptyGroup('any'), nodes: [leafOn(tools.fields[0])] })}
          >
            {t('rule.addGroup')}
          </Button>
        )}
      </div>
    </div>
  )
}
/** The server takes twenty; nobody reads that many. */
const DEEPEST = 6

function LeafRow({ leaf, tools }: { leaf: Leaf; tools: Tools }) {
  const { t } = useWords('compose')
  const field = tools.fields.find((one) => one.field === leaf.field)
  const op = opOf(field, leaf.op)
  const path = tools.paths.get(leaf.id) ?? 'segment.rule'
  const name = nameOf(field, leaf.field, t)
  const choices = tools.fields.map((one) => ({ value: one.field, label: nameOf(one, one.field, t) }))
  const unknown = field === undefined ? [{ value: leaf.field, label: leaf.field }] : []
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset reads its legend twice
    <div id={leaf.id} role="group" aria-label={t('rule.condition', { name })} className={css.leaf}>
      <div className={css.parts} id={fieldId(path)} tabIndex={-1}>
        <ChoiceBlank
          label={t('rule.field')}
          path={`${path}.field`}
          value={leaf.field}
          onChange={(chosen) => {
            const next = tools.fields.find((one) => one.field === chosen)
            tools.change(leaf.id, () => ({ ...leafOn(next), id: leaf.id }))
          }}
          choices={[...unknown, ...choices]}
        />
        <ChoiceBlank
          label={t('rule.op')}
          path={`${path}.op`}
          value={leaf.op}
          onChange={(chosen) => tools.change(leaf.id, () => withOp(leaf, field, chosen))}
          choices={(field?.ops ?? [{ op: leaf.op }]).map((one) => ({ value: one.op, label: t.maybe(`op.${one.op}`) }))}
        />
        {op !== undefined && (
          <RuleValue
            key={`${leaf.field} ${op.value} ${op.isList}`}
            label={t('rule.value', { name })}
            path={`${path}.value`}
            op={op}
            isMoney={field?.isMoney ?? false}
            currency={tools.currency}
            value={leaf.value}
            onChange={(value) => tools.change(leaf.id, () => ({ ...leaf, value }))}
          />
        )}
        {op?.op === 'within_days' && <span>{t('unit.days')}</span>}
        <Moves id={leaf.id} name={name} tools={tools} />
      </div>
      {field !== undefined && field.needs.length > 0 && (
        <p className={css.soft}>{t('rule.takes', { consents: listed(field.needs.map(categoryInWords)) })}</p>
      )}
    </div>
  )
}

function nameOf(field: RuleField | undefined, key: string, t: ReturnType<typeof useWords<'compose'>>['t']): string {
  return t.maybe(`field.${key}`, {}, field?.label ?? key)
}

function Moves({ id, name, tools }: { id: string; name: string; tools: Tools }) {
  const { t } = useWords('compose')
  const button = { variant: 'subtle', color: 'gray', size: 'compact-sm' } as const
  return (
    <span className={css.moves}>
      <Button {...button} onClick={() => tools.move(id, -1)} aria-label={t('rule.up', { name })}>
        ↑
      </Button>
      <Button {...button} onClick={() => tools.move(id, 1)} aria-label={t('rule.down', { name })}>
        ↓
      </Button>
      <Button {...button} onClick={() => tools.remove(id)} aria-label={t('rule.remove', { name })}>
        {t('remove')}
      </Button>
    </span>
  )
}
