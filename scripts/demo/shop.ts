// Pure: the invented shop of the demo. Nobody here exists; every address is under example.com.
import { type Chance, makeChance } from './chance.ts'

export interface Person {
  reference: string
  email: string
  givenName: string
  familyName: string
  birthDate: string
  country: string
  locale: string
  timeZone: string
  /** How often she buys per year, and which category she likes. */
  visits: number
  likes: string
  /** What she agreed to, purpose by purpose; uneven on purpose. */
  agrees: { birthday: 'all' | 'mail only' | 'nothing'; cart: boolean; thanks: boolean }
}
export interface Product {
  sku: string
  name: string
  category: string
  priceMinor: number
  currency: string
  stock: number | null
}

const given = [
  'Ada',
  'Åsa',
  'Bilal',
  'Chloé',
  'Deniz',
  'Emre',
  'Farah',
  'Gökçe',
  'Hana',
  'Igor',
  'Jānis',
  'Karim',
  'Leïla',
  'Mateo',
  'Nadia',
  'Olga',
  'Paweł',
  'Rosa',
  'Søren',
  'Tereza',
  'Ulla',
  'Yusuf',
  'Zoë',
  '美咲',
  'سلمى',
]
const family = [
  'Aydın',
  'Becker',
  'Costa',
  'Dvořák',
  'El-Amin',
  'Fischer',
  'García',
  'Hansen',
  'Ivanova',
  'Jensen',
  'Kowalska',
  'Lindström',
  'Müller',
  'Novák',
  "O'Brien",
  'Petrov',
  'Quist',
  'Rossi',
  'Şahin',
  'Tanaka',
  'Ünal',
  'Vogel',
  'Wójcik',
  'Yılmaz',
]
const places = [
  { country: 'DE', locale: 'de', timeZone: 'Europe/Berlin' },
  { country: 'GB', locale: 'en', timeZone: 'Europe/London' },
  { country: 'TR', locale: 'tr', timeZone: 'Europe/Istanbul' },
  { country: 'US', locale: 'en', timeZone: 'America/Los_Angeles' },
  { country: 'AE', locale: 'ar', timeZone: 'Asia/Dubai' },
  { country: 'JP', locale: 'ja', timeZone: 'Asia/Tokyo' },
]
const shelves: Record<string, { names: string[]; low: number; high: number }> = {
  kitchen: { names: ['Kettle', 'Knife', 'Pan', 'Board', 'Grinder', 'Teapot'], low: 1_900, high: 14_900 },
  garden: { names: ['Spade', 'Planter', 'Hose', 'Lantern', 'Shears'], low: 900, high: 9_900 },
  books: { names: ['Novel', 'Atlas', 'Cookbook', 'Poems', 'Guide'], low: 800, high: 4_900 },
  outdoor: { names: ['Tent', 'Rucksack', 'Stove', 'Boots', 'Jacket'], low: 4_900, high: 39_900 },
  home: { names: ['Lamp', 'Blanket', 'Chair', 'Mirror', 'Rug'], low: 2_900, high: 29_900 },
}
export const CATEGORIES = Object.keys(shelves)
export const CURRENCY = 'EUR'

export function inventProducts(chance: Chance = makeChance(7)): Product[] {
  return CATEGORIES.flatMap((category) =>
    Array.from({ length: 24 }, (_, index) => {
      const { names, low, high } = shelves[category] as (typeof shelves)[string]
      const priceMinor = Math.round(chance.between(low, high) / 10) * 10
      const stock = chance.yes(0.05) ? 0 : chance.yes(0.3) ? null : chance.between(5, 400)
      const sku = `${category.slice(0, 3).toUpperCase()}-${100 + index}`
      return { sku, name: `${chance.pick(names)} No. ${index + 1}`, category, priceMinor, currency: CURRENCY, stock }
    }),
  )
}

export function inventPeople(count: number, chance: Chance = makeChance(11)): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const birthday = new Date(Date.UTC(1950 + chance.between(0, 55), 0, 1 + chance.between(0, 364)))
      .toISOString()
      .slice(0, 10)
    return {
      reference: `C-${10_001 + index}`,
      email: `person${index + 1}@example.com`,
      givenName: chance.pick(given),
      familyName: chance.pick(family),
      birthDate: chance.yes(0.5) ? birthday : `-${birthday.slice(4)}`,
      ...chance.pick(places),
      visits: chance.yes(0.35) ? 0 : chance.yes(0.7) ? chance.between(1, 4) : chance.between(5, 16),
      likes: chance.pick(CATEGORIES),
      agrees: {
        birthday: chance.yes(0.45) ? 'all' : chance.yes(0.4) ? 'mail only' : 'nothing',
        cart: chance.yes(0.55),
        thanks: chance.yes(0.6),
      },
    }
  })
}

/** A basket that leans towards what she likes. */
export function inventBasket(person: Person, products: Product[], chance: Chance) {
  const liked = products.filter((product) => product.category === person.likes)
  const items = Array.from({ length: chance.between(1, 4) }, () => {
    const { sku, category, priceMinor } = chance.pick(chance.yes(0.6) ? liked : products)
    return { sku, category, quantity: chance.yes(0.8) ? 1 : 2, unitPriceMinor: priceMinor }
  })
  return { items, totalMinor: items.reduce((sum, item) => sum + item.quantity * item.unitPriceMinor, 0) }
}
