/** How long ago a time was; `now` in milliseconds. */
export function ago(time: Date | null, now: number): string {
  return time ? `${duration(now - time.getTime())} ago` : '–'
}

/** A duration in milliseconds as text in its largest unit. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}
