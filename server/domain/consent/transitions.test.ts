import { expect, test } from 'vitest'
import { type CellState, cellStates } from '#shared/kinds.ts'
import { nextState, type Step, wasGranted } from './transitions.ts'

const steps: Step[] = ['grant', 'grant_unproven', 'request', 'refuse', 'withdraw']

test.each<[CellState, CellState, CellState, CellState, CellState, CellState]>([
  // from                  grant               unproven            request               refuse       withdraw
  ['unknown', 'granted', 'pending_doi', 'requested', 'refused', 'refused'],
  ['requested', 'granted', 'pending_doi', 'requested', 'refused', 'refused'],
  ['pending_doi', 'granted', 'pending_doi', 'pending_doi', 'refused', 'withdrawn'],
  ['pending_guardian', 'granted', 'pending_doi', 'pending_guardian', 'refused', 'withdrawn'],
  ['granted', 'granted', 'granted', 'granted', 'withdrawn', 'withdrawn'],
  ['refused', 'granted', 'pending_doi', 'refused', 'refused', 'refused'],
  ['withdrawn', 'granted', 'pending_doi', 'withdrawn', 'withdrawn', 'withdrawn'],
  ['expired', 'granted', 'pending_doi', 'expired', 'refused', 'withdrawn'],
  ['reconsent_required', 'granted', 'pending_doi', 'reconsent_required', 'refused', 'withdrawn'],
  ['revoked', 'granted', 'pending_doi', 'revoked', 'refused', 'withdrawn'],
  ['invalidated', 'granted', 'pending_doi', 'invalidated', 'refused', 'withdrawn'],
])('from %s', (from, ...expected) => {
  expect(steps.map((step) => nextState(from, step))).toEqual(expected)
})

test('a no is heard from every state, and only a proven yes permits anything new', () => {
  for (const from of cellStates) {
    for (const no of ['refuse', 'withdraw'] as const) expect(['refused', 'withdrawn']).toContain(nextState(from, no))
    for (const step of ['grant_unproven', 'grant_minor', 'request'] as const) {
      if (from !== 'granted') expect(nextState(from, step)).not.toBe('granted')
    }
  }
})

test('whoever is too young waits for a guardian, from every state but one that a guardian has granted', () => {
  for (const from of cellStates) {
    expect(nextState(from, 'grant_minor')).toBe(from === 'granted' ? 'granted' : 'pending_guardian')
  }
})

test('what was a yes once counts as taken back', () => {
  expect(cellStates.filter(wasGranted)).toEqual(['granted', 'expired', 'reconsent_required'])
})
