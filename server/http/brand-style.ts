// The shop's colour as the privacy centre wears it: moved until it can be read, on light paper and on dark; pure.
import { inkOn, readableOn } from '#shared/contrast.ts'

/** The papers of web/privacy/style.css. */
const LIGHT = '#faf8f4'
const DARK = '#121714'

export function brandStyle(colour: string): string {
  const on = (paper: string) => {
    const accent = readableOn(colour, paper)
    return `--accent:${accent};--on-accent:${inkOn(accent)}`
  }
  return `:root{${on(LIGHT)}}@media (prefers-color-scheme:dark){:root{${on(DARK)}}}header .logo{display:block;max-block-size:3rem;max-inline-size:12rem}`
}
