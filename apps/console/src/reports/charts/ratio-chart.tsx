import { lazyChart } from './lazy-chart.tsx'
import type { RatioLinesProps } from './ratio-lines.tsx'

/** A chart of ratios over time. */
export const RatioChart = lazyChart<RatioLinesProps>(() => import('./ratio-lines.tsx'))
