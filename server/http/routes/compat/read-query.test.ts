// Brackets of the vendor's clients become what they meant.
import { describe, expect, it } from 'vitest'
import { readQuery } from './read-query.ts'

describe('a query with brackets', () => {
  it('nests, and keeps lists of any length', () => {
    const many = Array.from({ length: 25 }, (_, i) => `filters[code][conditions][$in][${i}]=c${i}`)
    expect(readQuery(`?limit=5&filters[junction]=OR&${many.join('&')}`)).toEqual({
      limit: '5',
      filters: {
        junction: 'OR',
        code: { conditions: { $in: Array.from({ length: 25 }, (_, i) => `c${i}`) } },
      },
    })
    expect(readQuery('?item[0][product_id]=a&item[0][quantity]=2&item[1][product_id]=b')).toEqual({
      item: [{ product_id: 'a', quantity: '2' }, { product_id: 'b' }],
    })
    expect(readQuery('?a[]=1&a[]=2')).toEqual({ a: ['1', '2'] })
  })

  it('touches no prototype', () => {
    readQuery('?__proto__[x]=1&constructor[prototype][x]=1')
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
