// A shop of another product, as a process of its own: Vendure with its own defaults on PostgreSQL, one article without stock
// to count, one way to ship, one to pay. Arguments: the folder it is installed in, the address of an empty database.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { freePort } from '#db/local-postgres.ts'

/** What of it is called here: it is no package of ours, so nothing else is known of it. */
interface Vendure {
  bootstrap(config: object): Promise<unknown>
  DefaultLogger: new (options: object) => unknown
  LogLevel: { Error: number }
  dummyPaymentHandler: object
}
interface Cli {
  populate(start: () => Promise<unknown>, data: object, csv: string): Promise<unknown>
}

const [folder = '', databaseUrl = ''] = process.argv.slice(2)
const require = createRequire(join(folder, 'package.json'))
const vendure = require('@vendure/core') as Vendure
const { populate } = require('@vendure/core/cli') as Cli

const { hostname, port, username, password, pathname } = new URL(databaseUrl)
const listensAt = await freePort()
const config = {
  apiOptions: { hostname: '127.0.0.1', port: listensAt, adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: 'bearer',
    requireVerification: false,
    superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
    cookieOptions: { secret: 'of a bench' },
  },
  dbConnectionOptions: {
    type: 'postgres',
    host: hostname,
    port: Number(port),
    username,
    password,
    database: pathname.slice(1),
    synchronize: true,
    logging: false,
    // Its own default is ten; with as many as ask at once nobody waits for a connection.
    extra: { max: 32 },
  },
  paymentOptions: { paymentMethodHandlers: [vendure.dummyPaymentHandler] },
  importExportOptions: { importAssetsDir: folder },
  logger: new vendure.DefaultLogger({ level: vendure.LogLevel.Error }),
}
const shop = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  countries: [{ name: 'Germany', code: 'DE', zone: 'Europe' }],
  taxRates: [{ name: 'Standard Tax', percentage: 19 }],
  shippingMethods: [{ name: 'Standard Shipping', price: 500 }],
  paymentMethods: [
    {
      name: 'Standard Payment',
      handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] },
    },
  ],
  collections: [],
}
const columns =
  'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets'
const article = 'Boots,boots,Boots,,,,,BOOTS,59.00,standard,1000000,false,,'

const articles = join(folder, 'articles.csv')
writeFileSync(articles, `${columns}\n${article}\n`)
await populate(() => vendure.bootstrap(config), shop, articles)
console.log(JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${listensAt}` }))
