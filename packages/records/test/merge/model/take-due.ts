const none: readonly never[] = []

/** Removes what is due from a list, and returns it. */
export function takeDue<T extends { readonly due: number }>(list: T[], now: number): readonly T[] {
  if (list.length === 0) return none
  const due = list.filter((item) => item.due <= now)
  for (const item of due) list.splice(list.indexOf(item), 1)
  return due
}
