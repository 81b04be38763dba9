// How well a colour can be read on another (WCAG 2.2), and what a brand's colour becomes where it cannot. Pure.

export type Colour = string
const HEX = /^#[0-9a-f]{6}$/i

/** What text needs at least. */
export const READABLE = 4.5

const channels = (colour: Colour): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

/** Relative luminance of '#rrggbb', 0 to 1. */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: Colour, other: Colour): number {
  const [light = 1, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

export const isColour = (text: string): boolean => HEX.test(text)

/** The same colour, moved towards white or black until it can be read on `paper`; unchanged where it can. */
export function readableOn(colour: Colour, paper: Colour): Colour {
  const end = luminance(paper) > 0.18 ? 0 : 255
  const start = channels(colour)
  for (let step = 0; step <= 100; step++) {
    const mixed = start.map((value) => Math.round(value + ((end - value) * step) / 100))
    const found = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
    if (contrast(found, paper) >= READABLE) return found
  }
  return end === 0 ? '#000000' : '#ffffff'
}

/** Black or white, whichever can be read better on a colour; one of them always can. */
export const inkOn = (colour: Colour): Colour =>
  contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000'
