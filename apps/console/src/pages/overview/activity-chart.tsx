import { Sparkline } from '@mantine/charts'

/** A line of changes per hour. */
export default function ActivityChart({ changes }: { readonly changes: number[] }) {
  return (
    <Sparkline
      data={changes}
      color="ink.6"
      w={80}
      h={24}
      strokeWidth={1.5}
      fillOpacity={0.18}
      withGradient={false}
    />
  )
}
