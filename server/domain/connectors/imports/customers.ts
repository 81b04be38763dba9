// Customers: as a put of each, page by page.
import { keepsBirthYear } from '#consent/keeps-age.ts'
import { importCustomers } from '#customers/import.ts'
import type { ImportKindOf } from './kind.ts'

export const customers: ImportKindOf = {
  kind: 'customers',
  label: 'Customers',
  scope: 'customers.write',
  fields: {
    reference: ['id', 'customerid', 'customernumber', 'customerno', 'externalid', 'kundennummer', 'number'],
    email: ['mail', 'emailaddress', 'correo', 'courriel', 'eposta'],
    phone: ['telephone', 'mobile', 'phonenumber', 'tel', 'handy', 'cell', 'telefon'],
    givenName: ['firstname', 'forename', 'vorname', 'prenom', 'nombre', 'name1'],
    familyName: ['lastname', 'surname', 'nachname', 'nom', 'apellido', 'name2'],
    birthDate: ['birthday', 'dateofbirth', 'dob', 'geburtsdatum', 'geburtstag', 'born'],
    country: ['countrycode', 'land', 'pays'],
    locale: ['language', 'lang', 'sprache'],
    timeZone: ['timezone', 'tz', 'zone'],
  },
  required: ['reference'],
  amounts: [],
  days: ['birthDate'],
  async run(house, rows, { follow }) {
    const keepBirthYear = await keepsBirthYear(house.store.read, house.clock.now())
    return importCustomers(house, rows, { dryRun: false, keepBirthYear, follow })
  },
}
