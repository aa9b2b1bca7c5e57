const colors = ['ink.6', 'teal.6', 'orange.6', 'grape.6', 'cyan.6', 'lime.7', 'pink.6', 'gray.5']

/** The height of a chart, in pixels. */
export const chartHeight = 260

interface Labelled {
  readonly label: string
}

/** What has a colour of its own. A name may contain a dot, which would be a path within the data. */
export const seriesOf = (series: readonly Labelled[]) =>
  series.map(({ label }, place) => ({
    name: keyOf(place),
    label,
    color: colors[place % colors.length] ?? 'ink.6',
  }))

interface ChartPart<Value> extends Labelled {
  /** What is to be known about it. */
  readonly note?: string | undefined
  /** Decimals, in the order of the series. */
  readonly values: readonly Value[]
}

/** The data of a chart. Its places need numbers; the numbers of the table stay decimals. */
export const dataOf = (parts: readonly ChartPart<string | null>[]) =>
  parts.map(({ label, note, values }) => ({
    label: note === undefined ? label : `${label} (${note})`,
    ...Object.fromEntries(
      values.map((value, place) => [keyOf(place), value === null ? null : Number(value)]),
    ),
  }))

const keyOf = (place: number) => `series${place}`
