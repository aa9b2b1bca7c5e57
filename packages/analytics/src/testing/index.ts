export { computeFacts } from './compute-facts.ts'
export { fillHandData, handTimeZone } from './hand-data.ts'
