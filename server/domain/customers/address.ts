// How an address is written before it is fingerprinted, so that two spellings of one mailbox meet; pure.
import { domainToASCII } from 'node:url'
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'

const PLAIN = /^[A-Za-z0-9._%+-]+@(?!(?:.*\.)?xn--)[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]+$/i

/** Lower case by Unicode alone: in a Turkish locale INFO@X.COM would become ınfo@x.com, another mailbox. */
export function spellEmail(email: string): string {
  // What is written plainly spells itself; a domain that ends in a digit may be an address in disguise.
  if (PLAIN.test(email)) return email.toLowerCase()
  const plain = email.trim().normalize('NFKC').toLowerCase().normalize('NFKC')
  const at = plain.lastIndexOf('@')
  const domain = plain.slice(at + 1)
  return `${plain.slice(0, at + 1)}${domainToASCII(domain) || domain}`
}

/** Whether it can be dialled at all. */
export function isPossiblePhone(phone: string, country: string | null): boolean {
  return parsePhoneNumberFromString(phone, (country ?? undefined) as CountryCode | undefined)?.isPossible() ?? false
}

/** +4930123456 where the number can be understood (`country` helps those without a +), else its digits. */
export function spellPhone(phone: string, country: string | null): string {
  const known = country === null ? undefined : (country as CountryCode)
  const number = parsePhoneNumberFromString(phone, known)
  return number?.isPossible() ? number.number : phone.replace(/[^0-9+]/g, '')
}
