/** Finds the house's modules and drizzle's without asking Node, which reads the package.json of whatever is imported at every
 * import: drizzle's has 180 kB, and half of a start went into it. Everything else is found as ever. */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const root = new URL('../', import.meta.url)
const { imports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
/** `#core/*` → `./server/core/*` and its like, by what stands before the star. */
const rooms = new Map(
  Object.entries(imports).map(([room, place]) => [room.slice(0, -1), new URL(place.slice(0, -1), root).href]),
)
const DRIZZLE = '/node_modules/drizzle-orm/'
const DRIZZLE_IS = new URL('db/drizzle-is.js', root).href
/** Packages that the house imports, by name. */
const packages = new Map()

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL = '' } = context
    if (parentURL.startsWith(root.href) && !parentURL.startsWith('node_modules/', root.href.length)) {
      return specifier.endsWith('.ts') ? ofTheHouse(specifier, parentURL) : aPackage(specifier, context, next)
    }
    if (specifier.startsWith('.') && specifier.endsWith('.js') && parentURL.includes(DRIZZLE)) {
      const url = specifier.endsWith('/entity.js') ? DRIZZLE_IS : new URL(specifier, parentURL).href
      return { url, format: 'module', shortCircuit: true }
    }
    return next(specifier, context)
  },
})

function ofTheHouse(specifier, parentURL) {
  const cut = specifier.indexOf('/') + 1
  const room = rooms.get(specifier.slice(0, cut))
  const url = room === undefined ? new URL(specifier, parentURL).href : room + specifier.slice(cut)
  return { url, format: 'module-typescript', shortCircuit: true }
}

function aPackage(specifier, context, next) {
  if (!/^[@a-z]/.test(specifier)) return next(specifier, context)
  const known = packages.get(specifier)
  if (known !== undefined) return known
  const { url, format } = next(specifier, context)
  const found = { url, format, shortCircuit: true }
  packages.set(specifier, found)
  return found
}
