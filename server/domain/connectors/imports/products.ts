// Products: as a put of each, page by page.
import { importProducts } from '#catalog/import.ts'
import type { ImportKindOf } from './kind.ts'

export const products: ImportKindOf = {
  kind: 'products',
  label: 'Products',
  scope: 'products.write',
  fields: {
    sku: ['articlenumber', 'article', 'productid', 'itemnumber', 'id', 'artikelnummer', 'ean'],
    name: ['title', 'productname', 'description', 'bezeichnung'],
    category: ['producttype', 'type', 'group', 'kategorie', 'department'],
    priceMinor: ['price', 'unitprice', 'preis', 'amount', 'regularprice', 'variantprice'],
    currency: ['currencycode', 'waehrung', 'wahrung'],
    stock: ['quantity', 'inventory', 'available', 'bestand', 'stockquantity', 'variantinventoryqty'],
  },
  required: ['sku', 'name', 'category', 'priceMinor', 'currency'],
  amounts: ['priceMinor'],
  days: [],
  run: (house, rows, { follow }) => importProducts(house, rows, { dryRun: false, follow }),
}
