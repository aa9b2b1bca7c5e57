/** The rules of hybrid sync that the model can leave out, each with what happens without it. */
export const rules = {
  echo: 'What was sent is not recognised when it is read back.',
  wait: 'An attempt without an answer is looked for and repeated at once, and not after the time-out.',
  waitUnchanged: 'It is repeated at once if LAZI has still what was sent.',
  guard: 'Older versions than the last are merged.',
  fence: "The answer of a former attempt is taken for the current one's.",
  firstBase: 'Each edit notes the value before it as the base.',
  baseWhileSent:
    'An edit back to the base ends the difference also while the value before it may be applied still.',
  baseAfterLazi: 'After a conflict that LAZI wins, the base stays.',
  look: 'Requests are sent without reading the record before.',
  setMerge: "A set that was changed in LAZI replaces ServiceTitan's.",
} as const

export type Rule = keyof typeof rules
