import { lazyChart } from './lazy-chart.tsx'
import type { MoneyBarsProps } from './money-bars.tsx'

/** A chart of money. */
export const MoneyChart = lazyChart<MoneyBarsProps>(() => import('./money-bars.tsx'))
