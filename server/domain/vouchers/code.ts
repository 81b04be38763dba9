// Draws, folds and checks the codes that customers type: 13 random signs (63.1 bits) and a check sign; pure but for chance.
import { customAlphabet } from 'nanoid'

/** 29 signs that are not mistaken for each other; 29 is prime, which the check sign needs. */
const ALPHABET = '0123456789ACDEFGHJKMNPQRTVWXY'
const SIGNS = ALPHABET.length
const RANDOM_SIGNS = 13
const BODY_SIGNS = RANDOM_SIGNS + 1
const LONGEST_PREFIX_FOLDED = 20
/** What people read for our signs. İ is what a Turkish keyboard makes of an i. */
const LOOK_ALIKES: Record<string, string> = { B: '8', I: '1', İ: '1', L: '1', O: '0', S: '5', U: 'V', Z: '2' }

const valueOfSign = new Map([...ALPHABET].map((sign, value) => [sign, value]))
const ours = new RegExp(`^[${ALPHABET}]{${BODY_SIGNS},${BODY_SIGNS + LONGEST_PREFIX_FOLDED}}$`)
const written = /^([A-Z0-9]{1,16})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{4}$/
/** Our own signs and dashes, as most codes come: there is nothing else to fold away. */
const asDrawn = new RegExp(`^[${ALPHABET}-]+$`)
const lookAlike = new RegExp(`[${Object.keys(LOOK_ALIKES).join('')}]`, 'gu')
/** Dashes and spaces of every script, and what cannot be seen: zero-width signs, soft hyphens, marks of direction. */
const between = /[\p{Dash}\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu
// nanoid draws from the system's generator and throws bytes away rather than favour some signs.
const drawRandomSigns = customAlphabet(ALPHABET, RANDOM_SIGNS)

/** A new code `XXXXX-XXXXX-XXXX`, with `PREFIX-` before it when given. RangeError for a prefix that is not good. */
export function drawCode(prefix?: string | null): string {
  return writeCode(drawBody(), prefix)
}

/** The signs of a new code without dashes, which are as they are found: 13 random ones and their check sign. */
export function drawBody(): string {
  const random = drawRandomSigns()
  return random + checkSignFor(random)
}

/** The code that people are shown for a body. RangeError for a prefix that is not good. */
export function writeCode(body: string, prefix?: string | null): string {
  if (prefix && !prefixIsGood(prefix)) throw new RangeError('a prefix has 1 to 16 of A-Z and 0-9')
  const groups = `${body.slice(0, 5)}-${body.slice(5, 10)}-${body.slice(10)}`
  return prefix ? `${prefix}-${groups}` : groups
}

/** As many new codes; that no two are equal is the database's to say. */
export function drawCodes(count: number, prefix?: string | null): string[] {
  return Array.from({ length: count }, () => drawCode(prefix))
}

/** 1 to 16 of A-Z and 0-9. */
export function prefixIsGood(prefix: string): boolean {
  return /^[A-Z0-9]{1,16}$/.test(prefix)
}

/** What a code is found by: widths, case, dashes, spaces and look-alikes folded away. Folding twice changes nothing. */
export function foldCode(input: string): string {
  if (asDrawn.test(input)) return input.replaceAll('-', '')
  let folded = input
  // What was apart before a pass may compose after it; nothing known needs more than three passes.
  for (let pass = 0; pass < 5; pass += 1) {
    const next = foldOnce(folded)
    if (next === folded) break
    folded = next
  }
  return folded
}

/** Whether a folded code could be one that we drew; only those are to be asked for their check sign. */
export function isOurShape(folded: string): boolean {
  return ours.test(folded)
}

/** Whether the check sign of a folded code fits; false as well for what is not of our shape. */
export function checkHolds(folded: string): boolean {
  return isOurShape(folded) && weightedSum(folded.slice(-BODY_SIGNS)) % SIGNS === 0
}

/** The prefix of a folded code of our shape, folded as well; empty when it has none. */
export const prefixOfFolded = (folded: string): string => folded.slice(0, -BODY_SIGNS)

/** What may be shown of a code in a log: the prefix of one of ours, and nothing of any other. */
export function maskCode(code: string): string {
  const prefix = written.exec(code)?.[1]
  return prefix !== undefined && checkHolds(foldCode(code)) ? `${prefix}-…` : '…'
}

function foldOnce(text: string): string {
  return text
    .normalize('NFKC')
    .toLocaleUpperCase('en')
    .replace(between, '')
    .replace(lookAlike, (sign) => LOOK_ALIKES[sign] ?? sign)
}

function checkSignFor(random: string): string {
  return ALPHABET[(SIGNS - (weightedSum(`${random}0`) % SIGNS)) % SIGNS] ?? ''
}

/** Weights 14 to 1, all different and none a multiple of 29: any one wrong sign and any two swapped ones change the sum. */
function weightedSum(body: string): number {
  let sum = 0
  for (let at = 0; at < BODY_SIGNS; at += 1) sum += (BODY_SIGNS - at) * (valueOfSign.get(body.charAt(at)) ?? 0)
  return sum
}
