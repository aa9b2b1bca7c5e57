import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const ink: MantineColorsTuple = [
  '#eef1fd',
  '#dfe4fa',
  '#bcc6f3',
  '#96a5ec',
  '#7588e6',
  '#5a70dd',
  '#4256cc',
  '#3346b8',
  '#293a9b',
  '#202d7c',
]

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#f0f2f5',
  '#e5e8ed',
  '#d6dbe2',
  '#b9c0ca',
  '#8e97a4',
  '#667080',
  '#4d5765',
  '#343c47',
  '#1b2028',
]

const dark: MantineColorsTuple = [
  '#d9dde4',
  '#b6bdc8',
  '#959eac',
  '#666f7d',
  '#414955',
  '#2f363f',
  '#242a32',
  '#191d23',
  '#121519',
  '#0c0e11',
]

/** Spacing, colours and type of the console. Fonts are the system's: nothing is fetched. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 5 },
  colors: { ink, gray, dark },
  autoContrast: true,
  black: '#1b2028',
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Anchor: { defaultProps: { underline: 'hover' } },
    Button: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
})

/** Colours that must differ between the schemes, each with the contrast that WCAG AA asks for. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#586170',
    '--mantine-color-placeholder': '#6a7382',
    '--mantine-color-anchor': '#3346b8',
    '--mantine-color-error': '#b3261e',
    '--console-canvas': '#f7f8fa',
    '--console-surface': '#ffffff',
    '--console-line': '#e2e6eb',
    '--console-hover': '#f3f5f9',
    '--tone-good-bg': '#e1f4e8',
    '--tone-good': '#12613a',
    '--tone-good-solid': '#1f9d5c',
    '--tone-warn-bg': '#fdf0d3',
    '--tone-warn': '#774700',
    '--tone-warn-solid': '#d98e04',
    '--tone-bad-bg': '#fde7e6',
    '--tone-bad': '#a01c17',
    '--tone-bad-solid': '#d43a32',
    '--tone-info-bg': '#e5ebfd',
    '--tone-info': '#2a3da5',
    '--tone-info-solid': '#4f66d8',
    '--tone-neutral-bg': '#eceff3',
    '--tone-neutral': '#414a57',
    '--tone-neutral-solid': '#8e97a4',
  },
  dark: {
    '--mantine-color-dimmed': '#9aa3b1',
    '--mantine-color-placeholder': '#8b95a4',
    '--mantine-color-anchor': '#a3b1f5',
    '--mantine-color-error': '#ff9b94',
    '--console-canvas': '#121519',
    '--console-surface': '#191d23',
    '--console-line': '#2b313a',
    '--console-hover': '#20252c',
    '--tone-good-bg': '#11301f',
    '--tone-good': '#80d9a6',
    '--tone-good-solid': '#2fae6c',
    '--tone-warn-bg': '#37290b',
    '--tone-warn': '#f1c566',
    '--tone-warn-solid': '#d9a026',
    '--tone-bad-bg': '#401c1c',
    '--tone-bad': '#ffa49d',
    '--tone-bad-solid': '#e5564e',
    '--tone-info-bg': '#1f2951',
    '--tone-info': '#b3c0ff',
    '--tone-info-solid': '#7588e6',
    '--tone-neutral-bg': '#2b313a',
    '--tone-neutral': '#c5ccd6',
    '--tone-neutral-solid': '#7b8594',
  },
})
