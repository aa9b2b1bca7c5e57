import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Custom properties pass numbers from the data to the style sheets. */
    [name: `--${string}`]: string | number | undefined
  }
}
