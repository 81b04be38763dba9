// Whole minor units as the decimal that a shop reads; pure.

/** 1050 with two digits is `10.50`. */
export function decimalOf(minor: number, digits: number): string {
  const text = String(minor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
