// The look of the console as Mantine's theme: pine on paper, quiet lines, generous type from the system's own fonts.
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'
import { createTheme } from '@mantine/core'

const pine: MantineColorsTuple = [
  '#edf6f1',
  '#d9ebe1',
  '#b3d8c5',
  '#88c2a5',
  '#5fab87',
  '#3f9670',
  '#2a835d',
  '#1b6b4a',
  '#13563b',
  '#0b402b',
]
/** Stone rather than steel: greys with a little warmth. */
const gray: MantineColorsTuple = [
  '#faf8f4',
  '#f3f0ea',
  '#e8e4dc',
  '#d9d4ca',
  '#c3bdb1',
  '#9f998d',
  '#787368',
  '#58544b',
  '#3b3832',
  '#22201c',
]
const dark: MantineColorsTuple = [
  '#e6ebe8',
  '#b8c2bc',
  '#93a099',
  '#64716a',
  '#3d4943',
  '#2d3832',
  '#212a25',
  '#181f1b',
  '#121714',
  '#0c100e',
]
const ochre: MantineColorsTuple = [
  '#fdf5e6',
  '#f9e8c8',
  '#f2d193',
  '#eab85a',
  '#e2a32f',
  '#cf8d17',
  '#ad7410',
  '#8a5c0c',
  '#6b470b',
  '#4d3308',
]
const brick: MantineColorsTuple = [
  '#fdf0ed',
  '#f8dcd6',
  '#efb6aa',
  '#e58d7b',
  '#db6a54',
  '#cb4f38',
  '#b23f2a',
  '#943221',
  '#76271a',
  '#571c12',
]

const sans = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Open Sans", sans-serif'
const serif = 'ui-serif, "New York", "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif'

/** A tooltip that says why must also open for the keyboard and for a finger. */
const tooltipEvents = { hover: true, focus: true, touch: true }

export const theme = createTheme({
  colors: { pine, gray, dark, ochre, brick },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  black: '#1f2622',
  fontFamily: sans,
  headings: { fontFamily: serif, fontWeight: '600', textWrap: 'balance' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '14px', xl: '22px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: {
      styles: { title: { fontFamily: serif, fontSize: '1.25rem', fontWeight: 600 } },
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.35, blur: 2 } },
    },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 150, multiline: true, maw: 320, events: tooltipEvents } },
  },
})

/** Mantine's own words, told in ours, so that its parts and ours share one paper and one ink. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf8f4',
    '--mantine-color-text': '#1f2622',
    '--mantine-color-dimmed': '#5c625d',
    '--mantine-color-default': '#ffffff',
    '--mantine-color-default-border': '#ded9cf',
    '--mantine-color-placeholder': '#787368',
    '--mantine-color-error': '#b23f2a',
  },
  dark: {
    '--mantine-color-body': '#121714',
    '--mantine-color-text': '#e6ebe8',
    '--mantine-color-dimmed': '#9daba3',
    '--mantine-color-default': '#181f1b',
    '--mantine-color-default-border': '#333f39',
    '--mantine-color-placeholder': '#8b9891',
    '--mantine-color-error': '#e58d7b',
  },
})
